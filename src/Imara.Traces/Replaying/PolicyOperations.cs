using System.Collections.Immutable;
using Imara.Policy.Loading;
using Imara.Policy.Rules;
using Imara.Signatures.Keys;
using Imara.Traces.Scenarios;

namespace Imara.Traces.Replaying;

/// <summary>Loading policy lines and adding keys.</summary>
internal sealed class PolicyOperations(ReplayWorld world)
{
    /// <summary>The policy file, with the link before it followed.</summary>
    public const string PolicyPath = "/sys/kernel/security/integrity/ima/policy";

    private const ushort PolicyMode = 0x8180;

    /// <summary>Writes lines one by one, closes the file, and measures what had been waiting for a policy.</summary>
    public Errno Load(ImmutableArray<ByteString> lines)
    {
        _ = world.Tree.Find(PolicyPath) ?? world.Tree.Create(PolicyPath, PolicyMode, 0, 0);
        var files = new FileOperations(world);
        var errno = files.Open(PolicyPath, "wr", out var handle);
        if (handle is null)
        {
            return errno;
        }

        foreach (var line in lines)
        {
            errno = files.Write(handle, [.. line.Span, (byte)'\n']);
            if (errno != Errno.None)
            {
                break;
            }
        }

        files.Close(handle);
        return errno;
    }

    /// <summary>Whoever opens the policy file for writing begins a load.</summary>
    public Errno Open(out PolicyLoad? load) => world.Engine.Policy.Open(ReadPolicy, out load);

    /// <summary>The policy file is closed: what was written counts from now on, and what had been waiting for a policy is measured.</summary>
    public void Close(PolicyLoad load)
    {
        var wasCustom = world.Engine.Policy.IsCustomActive;
        if (world.Engine.ClosePolicy(load) && !wasCustom)
        {
            MeasureQueuedKeys();
        }
    }

    /// <summary>The lines of an argument.</summary>
    public static ImmutableArray<ByteString> Lines(byte[] text)
    {
        var lines = ImmutableArray.CreateBuilder<ByteString>();
        foreach (var range in text.AsSpan().TrimEnd((byte)'\n').Split((byte)'\n'))
        {
            lines.Add(new ByteString(text.AsSpan()[range]));
        }

        return lines.DrainToImmutable();
    }

    public Errno AddKey(string type, string description, byte[] payload, string keyring)
    {
        if (world.Operation.OutsideError != Errno.None)
        {
            return world.Operation.OutsideError;
        }

        if (type != "asymmetric")
        {
            return Errno.None;
        }

        if (X509Key.TryParse(payload, out var certificate, out _))
        {
            _ = keyring switch
            {
                ".ima" => world.Engine.Keys.Add(certificate),
                ".evm" => world.Engine.Evm.Keys.Add(certificate),
                _ => Errno.None,
            };
        }

        world.Measure(PolicyFunc.KeyCheck, keyring == "-3" ? "_ses" : keyring, payload, keyring == "-3" ? "_ses" : keyring);
        return Errno.None;
    }

    // The kernel opens the file itself, and asks again with the content in memory.
    private PolicyFile ReadPolicy(ByteString path)
    {
        var files = new FileOperations(world);
        var errno = files.Open(PathText.FromBytes(path.Span), "rd", out var handle);
        if (handle is null)
        {
            return new PolicyFile(errno, default);
        }

        if (!handle.Inode.IsRegular || handle.Inode.Size == 0)
        {
            files.Close(handle);
            return new PolicyFile(Errno.EINVAL, default);
        }

        errno = new KernelReadOperations(world).CheckContent(handle.Entry, PolicyFunc.PolicyCheck);
        var content = FileOperations.Real(handle.Entry).Content;
        files.Close(handle);
        return new PolicyFile(errno, content);
    }

    private void MeasureQueuedKeys()
    {
        foreach (var certificate in world.Facts.Certificates.Where(c => c.Kernel == world.Scenario.Kernel).OrderBy(c => c.Order))
        {
            world.Measure(PolicyFunc.KeyCheck, certificate.Keyring, certificate.Der, certificate.Keyring);
        }
    }
}
