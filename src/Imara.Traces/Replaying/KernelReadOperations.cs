using Imara.Evaluation.Hooks;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;
using Imara.Traces.Model;
using Imara.Traces.Scenarios;

namespace Imara.Traces.Replaying;

/// <summary>Files that the kernel reads as a whole: modules, kexec images, firmware.</summary>
/// <remarks>docs/reference/policy.md 4.1.</remarks>
internal sealed class KernelReadOperations(ReplayWorld world)
{
    private readonly FileOperations files = new(world);

    public Errno FinitModule(string path)
    {
        var errno = files.Open(path, "rd", out var handle);
        if (handle is null)
        {
            return errno;
        }

        errno = CheckContent(handle.Entry, PolicyFunc.ModuleCheck);
        files.Close(handle);
        return errno != Errno.None ? errno : Load(path);
    }

    public Errno InitModule(string path)
    {
        var errno = files.Open(path, "rd", out var handle);
        if (handle is null)
        {
            return errno;
        }

        var content = FileOperations.Real(handle.Entry).Content;
        files.Close(handle);

        // policy.md 3.10: without a file there is nothing to appraise.
        const AppraiseBits Enforced = AppraiseBits.Enforce | AppraiseBits.Modules;
        if ((world.Engine.Policy.Appraise & Enforced) == Enforced && !world.Kernel.Is(KernelOption.ModuleSigForce))
        {
            return Errno.EACCES;
        }

        if (world.Kernel.Has(KernelFeature.InitModuleMeasured) && content is not null)
        {
            world.Measure(PolicyFunc.CriticalData, "init_module", content, "modules", isHashed: true);
        }

        return Load(path);
    }

    public Errno DeleteModule(string name) => world.Modules.Remove(name) ? Errno.None : Errno.ENOENT;

    public Errno Kexec(string kernelPath, string initrdPath, string commandLine)
    {
        var errno = files.Open(kernelPath, "rd", out var kernel);
        if (kernel is null)
        {
            return errno;
        }

        ModelHandle? initrd = null;
        if (initrdPath != "-")
        {
            errno = files.Open(initrdPath, "rd", out initrd);
            if (initrd is null)
            {
                files.Close(kernel);
                return errno;
            }
        }

        errno = CheckContent(kernel.Entry, PolicyFunc.KexecKernelCheck);
        if (errno == Errno.None)
        {
            errno = world.Operation.OutsideError;
        }

        if (errno == Errno.None && initrd is not null)
        {
            errno = CheckContent(initrd.Entry, PolicyFunc.KexecInitramfsCheck);
        }

        if (errno == Errno.None)
        {
            var text = PathText.ToBytes(commandLine.Replace('_', ' '));
            world.Measure(PolicyFunc.KexecCmdline, "kexec-cmdline", text.Memory, string.Empty, file: kernel.Entry);
        }

        files.Close(kernel);
        if (initrd is not null)
        {
            files.Close(initrd);
        }

        return errno;
    }

    /// <summary>The kernel looks for a firmware file of this name.</summary>
    public Errno Firmware(string name)
    {
        var errno = files.Open("/lib/firmware/" + name, "rd", out var handle);
        if (handle is null)
        {
            return errno;
        }

        errno = CheckContent(handle.Entry, PolicyFunc.FirmwareCheck);
        files.Close(handle);
        return errno;
    }

    /// <summary>Asks about a file whose content the kernel holds in memory.</summary>
    public Errno CheckContent(ModelEntry entry, PolicyFunc func) => world.Check(world.Access(entry, HookTable.Read(func)) with { IsBuffered = true });

    private Errno Load(string path)
    {
        if (world.Operation.OutsideError != Errno.None)
        {
            return world.Operation.OutsideError;
        }

        world.Modules.Add(path == "/m/test_firmware.ko" ? "test_firmware" : "labmod");
        return Errno.None;
    }
}
