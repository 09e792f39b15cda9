using System.Diagnostics.CodeAnalysis;
using Imara.Cli.Arguments;
using Imara.Cli.Input;
using Imara.Cli.Output;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;

namespace Imara.Cli.Kernels;

/// <summary>Kernels by what people call them: a name, a version, the file of a configuration.</summary>
internal static class NamedKernel
{
    /// <summary>The word, and the name of the profile, for the kernel that runs.</summary>
    public const string Running = "running";

    /// <summary>The kernel that one word names: a recorded kernel, a version, or `running`.</summary>
    /// <param name="name">The word.</param>
    /// <param name="source">Who named it, in front of a message.</param>
    /// <param name="isFileTaken">The word may also be the file of a configuration.</param>
    /// <param name="report">Takes the reason if there is none.</param>
    /// <param name="notes">Takes what was assumed.</param>
    /// <param name="kernel">The profile.</param>
    public static bool TryFind(
        string name, string source, bool isFileTaken, Report report, KernelAssumptions notes, [NotNullWhen(true)] out KernelProfile? kernel)
    {
        kernel = KernelChoice.OfRecorded(name, notes.OfHashes);
        if (kernel is not null)
        {
            return true;
        }

        if (TryParseVersion(name, out var version))
        {
            kernel = KernelChoice.OfVersion(version, notes.All);
            return true;
        }

        if (name == Running)
        {
            kernel = KernelChoice.OfRunning(RunningKernel.Read(report), notes.All, notes.OfHashes);
            return true;
        }

        if (isFileTaken && (name == "-" || File.Exists(name)))
        {
            return TryOfConfig(name, null, report, notes, out kernel);
        }

        var known = KnownKernels.Recorded.Select(recorded => recorded.Name).ToList();
        // What is no letter or digit is no word to the search.
        var nearest = Nearest.To(name.Replace('.', '_'), known.Append(Running).Select(one => one.Replace('.', '_')));
        var meant = known.Append(Running).FirstOrDefault(one => one.Replace('.', '_') == nearest);
        var help = meant is not null ? $"did you mean `{meant}`?" : $"recorded are {Words.List(known, "and")}";
        report.Error($"{source}`{ArgumentText.Show(name)}` is no version X.Y, no recorded kernel and not `{Running}`{(isFileTaken ? ", nor the file of a configuration" : string.Empty)}; {help}");
        return false;
    }

    /// <summary>A kernel built with the configuration in a file.</summary>
    /// <param name="path">The file, or <c>-</c>.</param>
    /// <param name="asked">The version; null: that of the file's header.</param>
    /// <param name="report">Takes the reason if there is none.</param>
    /// <param name="notes">Takes what was assumed.</param>
    /// <param name="kernel">The profile.</param>
    public static bool TryOfConfig(string path, KernelVersion? asked, Report report, KernelAssumptions notes, [NotNullWhen(true)] out KernelProfile? kernel)
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

        kernel = KernelChoice.OfConfig(read, asked, notes.All, notes.OfHashes);
        return true;
    }

    /// <summary>Reads <c>X.Y</c> or <c>X.Y.Z</c>, and nothing behind it.</summary>
    public static bool TryParseVersion(string text, out KernelVersion version) =>
        KernelVersion.TryParse(text, out version)
        && (text == $"{version.Major}.{version.Minor}" || text == $"{version.Major}.{version.Minor}.{version.Patch}");
}
