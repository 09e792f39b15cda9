using System.Collections.Immutable;
using Imara.Policy.Loading;
using Imara.Policy.Rules;
using Imara.Signatures.Keys;
using Imara.Traces.Scenarios;

namespace Imara.Traces.Replaying;

/// <summary>Loading policy lines and adding keys.</summary>
internal sealed class PolicyOperations(ReplayWorld world)
{
    private const string PolicyPath = "/sys/kernel/security/ima/policy";

    /// <summary>Writes lines one by one, closes the file, and measures what had been waiting for a policy.</summary>
    public Errno Load(ImmutableArray<ByteString> lines)
    {
        var wasCustom = world.Engine.Policy.IsCustomActive;
        var errno = world.Engine.Policy.Open(ReadPolicy, out var load);
        if (load is null)
        {
            return errno;
        }

        errno = OpenPolicyFile();
        foreach (var line in lines)
        {
            if (errno != Errno.None)
            {
                break;
            }

            errno = load.Write((byte[])[.. line.Span, (byte)'\n']).Errno;
        }

        if (world.Engine.ClosePolicy(load) && !wasCustom)
        {
            MeasureQueuedKeys();
        }

        return errno;
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

    private Errno OpenPolicyFile()
    {
        if (world.Tree.Find(PolicyPath) is null)
        {
            world.Tree.Create(PolicyPath, 0x8180, 0, 0);
        }

        var entry = world.Tree.Find(PolicyPath)!;
        entry.Path = "/sys/kernel/security/integrity/ima/policy";
        return world.Check(world.Access(entry, PolicyFunc.FileCheck, AccessMask.Write) with { IsOpenForWrite = true });
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
