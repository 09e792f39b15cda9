using System.Text;
using Imara.Cli.Input;
using Imara.Cli.Output;
using Imara.Diagnostics;
using Imara.Linux.Files;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Cli.Kernels;

/// <summary>Reads what the running kernel tells about itself; what it does not tell is left open.</summary>
internal static class RunningKernel
{
    private const string ReleaseFile = "/proc/sys/kernel/osrelease";
    private const string LsmFile = "/sys/kernel/security/lsm";

    /// <summary>Version, configuration and hash algorithms.</summary>
    /// <param name="report">Takes what was read.</param>
    /// <param name="root">Another folder that holds <c>boot</c>, as in an initramfs.</param>
    public static RunningKernelFacts Read(Report report, string root = "/")
    {
        var release = TryRead(ReleaseFile, report, out var text) ? Encoding.ASCII.GetString(text.Span).Trim() : null;
        KernelConfig? config = null;
        foreach (var path in (ReadOnlySpan<string>)["/proc/config.gz", $"/boot/config-{release}", $"{root.TrimEnd('/')}/boot/config-{release}"])
        {
            if (TryRead(path, report, out var packed) && ConfigFile.TryUnpack(packed, out var plain) && KernelConfigReader.TryRead(plain.Span, out var read, out _))
            {
                config = read;
                break;
            }
        }

        return new RunningKernelFacts(release, config, TryRead("/proc/crypto", report, out var table) ? CryptoTable.Read(table.Span) : default(HashAlgoSet?), table.IsEmpty ? null : SchemeTable.Read(table.Span));
    }

    /// <summary>The active security module with labels.</summary>
    public static LsmKind ReadLsm(Report report, List<Diagnostic> notes)
    {
        if (TryRead(LsmFile, report, out var list))
        {
            return LsmFiles.ActiveOf(Encoding.ASCII.GetString(list.Span));
        }

        notes.Add(KernelChoice.Assumed(LsmFile, "no security module with labels counts as active"));
        return LsmKind.None;
    }

    /// <summary>The command line; empty if it cannot be read.</summary>
    public static string ReadCommandLine(Report report) =>
        TryRead("/proc/cmdline", report, out var text) ? Encoding.UTF8.GetString(text.Span).TrimEnd('\n') : string.Empty;

    // Its absence is an answer here and not an error.
    private static bool TryRead(string path, Report report, out ReadOnlyMemory<byte> content)
    {
        content = default;
        if (WholeFile.Read(path, out var bytes) != Errno.None)
        {
            report.Detail($"{path} could not be read");
            return false;
        }

        content = bytes;
        report.Detail($"read {path}, {content.Length} bytes");
        return true;
    }
}
