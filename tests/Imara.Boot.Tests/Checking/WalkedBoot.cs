using System.Security.Cryptography;
using System.Text;
using Imara.Boot.Checking;
using Imara.Engine;
using Imara.Engine.Boot;
using Imara.Engine.Events;
using Imara.Engine.Files;
using Imara.Evaluation;
using Imara.Policy.Kernels;
using Imara.Policy.Loading;
using Imara.Policy.Rules;
using Imara.Signatures.Keys;
using Imara.Tests.Shared.Engine;

namespace Imara.Boot.Tests.Checking;

/// <summary>A boot, access by access through the engine, in the order in which kernel, initramfs, init and loader make them.</summary>
/// <param name="setup">The kernel.</param>
/// <param name="programs">The programs of the real root that must start; libraries are those with `.so` in their names.</param>
/// <param name="initramfs">The magic of the initramfs.</param>
internal sealed class WalkedBoot(EngineSetup setup, IReadOnlyList<PlainFile> programs, ulong initramfs)
{
    private readonly ImaEngine engine = new(setup);

    /// <summary>Boots.</summary>
    /// <param name="by">Who loads the policy.</param>
    /// <param name="policy">Its text.</param>
    /// <param name="keys">The certificates that loaders find.</param>
    /// <returns>The path of the first file that is refused; null if the system comes up.</returns>
    public string? Run(LoadedBy by, string policy, IReadOnlyList<X509Key> keys)
    {
        var early = FileOf("/usr/bin/run-init", initramfs, "rootfs", [1], null);
        var refused = by == LoadedBy.Initramfs ? Load(policy, keys) ?? Execute(early) ?? Read(FileOf("/conf/x", initramfs, "rootfs", [1], null, 0x81A4)) : null;
        refused ??= Start();
        refused ??= by == LoadedBy.Pid1 ? Load(policy, []) : null;
        refused ??= Start();
        refused ??= by == LoadedBy.Unit ? Load(policy, keys) : null;

        return refused ?? Start() ?? Read(FileOf("/proc/cmdline", 0x9fa0, "proc", [1], null, 0x8124)) ?? Read(FileOf("/sys/x", 0x62656572, "sysfs", [1], null, 0x8124));
    }

    // A policy that is not taken is a boot without it.
    private string? Load(string policy, IReadOnlyList<X509Key> keys)
    {
        // A trusted keyring admits nothing that its own keys did not sign, and there are none here.
        foreach (var key in setup.Kernel.Is(KernelOption.TrustedKeyring) ? [] : keys)
        {
            _ = engine.Keys.Add(key);
        }

        Assert.Equal(Errno.None, engine.Policy.Open(_ => new PolicyFile(Errno.ENOENT, default), out var load));
        foreach (var line in policy.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            _ = load!.Write(Encoding.UTF8.GetBytes(line + "\n"));
        }

        return engine.ClosePolicy(load!) ? null : "the policy";
    }

    private string? Start() => programs.Select(file => file.Path.ToString().Contains(".so", StringComparison.Ordinal) ? Read(file) ?? Map(file) : Execute(file)).FirstOrDefault(refused => refused is not null);

    /// <summary>A file that a walked boot accesses.</summary>
    internal static PlainFile FileOf(string path, ulong magic, string fsName, byte[] content, byte[]? label, ushort mode = 0x81ED)
    {
        var key = new InodeKey(magic, BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(path))));
        return new PlainFile(key, path, new FileFacts { FsMagic = magic, FsName = new ByteString(Encoding.ASCII.GetBytes(fsName)) }, mode, content, label);
    }

    private string? Execute(PlainFile file) => Ask(file, PolicyFunc.FileCheck, AccessMask.Exec) ?? Ask(file, PolicyFunc.BprmCheck, AccessMask.Exec) ?? Ask(file, PolicyFunc.CredsCheck, AccessMask.Exec)
        ?? (file.Content()!.Value.Span.StartsWith("\u007fELF"u8) ? Map(file) : null);

    private string? Read(PlainFile file) => Ask(file, PolicyFunc.FileCheck, AccessMask.Read);

    private string? Map(PlainFile file) => Ask(file, PolicyFunc.MmapCheck, AccessMask.Exec);

    private string? Ask(PlainFile file, PolicyFunc func, AccessMask mask)
    {
        engine.Forget(file.Key);
        return engine.Check(new AccessEvent { Func = func, Mask = mask, File = file, Creds = Credentials.Root }).Errno == Errno.None ? null : file.Path.ToString();
    }
}
