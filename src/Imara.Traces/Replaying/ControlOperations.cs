using System.Text;
using Imara.Policy.Rules;
using Imara.Traces.Scenarios;

namespace Imara.Traces.Replaying;

/// <summary>Writes to control files: EVM, SELinux, Smack, and the trigger that asks for firmware.</summary>
internal sealed class ControlOperations(ReplayWorld world)
{
    private const string FirmwareTrigger = "/sys/devices/virtual/misc/test_firmware/trigger_request";
    private const ushort TriggerMode = 0x8080;

    public Errno Write(string path, byte[] data)
    {
        if (path == FirmwareTrigger)
        {
            if (!world.Modules.Contains("test_firmware"))
            {
                return Errno.ENOENT;
            }

            if (world.Tree.Find(path) is null)
            {
                world.Tree.Create(path, TriggerMode, 0, 0);
            }
        }
        else if (world.Operation.OutsideError != Errno.None)
        {
            return world.Operation.OutsideError;
        }

        var files = new FileOperations(world);
        var errno = files.Open(path, "wr", out var handle);
        if (handle is null)
        {
            return errno;
        }

        errno = handle.Policy is null ? Take(path, data) : files.Write(handle, data);
        files.Close(handle);
        return errno != Errno.None ? errno : world.Operation.OutsideError;
    }

    private Errno Take(string path, byte[] data)
    {
        var canAdminister = world.Actor.Creds.CanAdminister;
        switch (path)
        {
            case FirmwareTrigger:
                return new KernelReadOperations(world).Firmware(PathText.FromBytes(data.AsSpan().TrimEnd((byte)'\n')));
            case "/sys/kernel/security/evm" or "/sys/kernel/security/integrity/evm/evm":
                return world.Engine.Evm.WriteFlags(data, canAdminister, world.HasEvmKey);
            case "/sys/kernel/security/integrity/evm/evm_xattrs":
                return canAdminister ? world.Engine.Evm.WriteXattrs(Encoding.Latin1.GetString(data.AsSpan().TrimEnd((byte)'\n'))) : Errno.EPERM;
            case "/sys/fs/selinux/enforce" or "/sys/fs/selinux/checkreqprot":
                ChangeSELinux(path[(path.LastIndexOf('/') + 1)..], data);
                return Errno.None;
            default:
                return Errno.None;
        }
    }

    /// <summary>SELinux offers its state and the hash of its policy whenever one of them changes.</summary>
    public void MeasureSELinux()
    {
        if (world.SELinuxState is { } state)
        {
            world.Measure(PolicyFunc.CriticalData, "selinux-state", state, "selinux");
        }

        if (world.Facts.SELinuxPolicy is { } policy)
        {
            world.Measure(PolicyFunc.CriticalData, "selinux-policy-hash", policy, "selinux", isHashed: true);
        }
    }

    private void ChangeSELinux(string name, byte[] data)
    {
        if (world.SELinuxState is null)
        {
            return;
        }

        var key = name == "enforce" ? "enforcing=" : "checkreqprot=";
        var state = Encoding.ASCII.GetString(world.SELinuxState);
        var at = state.IndexOf(key, StringComparison.Ordinal);
        var value = Encoding.ASCII.GetString(data).Trim();
        if (at < 0 || value.Length != 1)
        {
            return;
        }

        world.SELinuxState = Encoding.ASCII.GetBytes(state[..(at + key.Length)] + value + state[(at + key.Length + 1)..]);
        MeasureSELinux();
    }
}
