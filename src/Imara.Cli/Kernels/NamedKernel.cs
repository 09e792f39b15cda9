using System.Diagnostics.CodeAnalysis;
using Imara.Cli.Input;
using Imara.Cli.Output;
using Imara.Diagnostics;
using Imara.Policy.Kernels;

namespace Imara.Cli.Kernels;

/// <summary>Kernels by what people call them: a name, a version, the file of a configuration.</summary>
internal static class NamedKernel
{
    /// <summary>The kernel that one word names: a recorded kernel, a version, `running`, or the file of a configuration.</summary>
    /// <param name="name">The word.</param>
    /// <param name="report">Takes the reason if there is none.</param>
    /// <param name="notes">Takes what was assumed.</param>
    /// <param name="kernel">The profile.</param>
    public static bool TryFind(string name, Report report, List<Diagnostic> notes, [NotNullWhen(true)] out KernelProfile? kernel)
    {
        kernel = KernelChoice.OfRecorded(name, notes);
        if (kernel is not null)
        {
            return true;
        }

        if (TryParseVersion(name, out var version))
        {
            kernel = KernelChoice.OfVersion(version, notes);
            return true;
        }

        if (name == "running")
        {
            kernel = KernelChoice.OfRunning(RunningKernel.Read(report), notes);
            return true;
        }

        if (name == "-" || File.Exists(name))
        {
            return TryOfConfig(name, null, report, notes, out kernel);
        }

        report.Error($"{name}: no version X.Y, no file of a configuration, and no recorded kernel; there are {string.Join(", ", KnownKernels.Recorded.Select(known => known.Name))}");
        return false;
    }

    /// <summary>A kernel built with the configuration in a file.</summary>
    /// <param name="path">The file, or <c>-</c>.</param>
    /// <param name="asked">The version; null: that of the file's header.</param>
    /// <param name="report">Takes the reason if there is none.</param>
    /// <param name="notes">Takes what was assumed.</param>
    /// <param name="kernel">The profile.</param>
    public static bool TryOfConfig(string path, KernelVersion? asked, Report report, List<Diagnostic> notes, [NotNullWhen(true)] out KernelProfile? kernel)
    {
        kernel = null;
        if (!InputFile.TryRead(path, InputFile.UsualCap, report, out var packed))
        {
            return false;
        }

        if (!ConfigFile.TryUnpack(packed, out var text))
        {
            report.Error($"{InputFile.NameOf(path)}: damaged gzip data, or more than {InputFile.UsualCap} bytes");
            return false;
        }

        if (!KernelConfigReader.TryRead(text.Span, out var read, out var error))
        {
            report.Error($"{InputFile.NameOf(path)}: {error}");
            return false;
        }

        if (!read.HasIma)
        {
            report.Error($"{InputFile.NameOf(path)}: a kernel built so has no IMA (CONFIG_IMA is not set)");
            return false;
        }

        kernel = KernelChoice.OfConfig(read, asked, notes);
        return true;
    }

    /// <summary>Reads <c>X.Y</c> or <c>X.Y.Z</c>, and nothing behind it.</summary>
    public static bool TryParseVersion(string text, out KernelVersion version) =>
        KernelVersion.TryParse(text, out version)
        && (text == $"{version.Major}.{version.Minor}" || text == $"{version.Major}.{version.Minor}.{version.Patch}");
}
