using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Imara.Cli.Output;
using Imara.Linux.Files;
using Imara.Measurements;
using Imara.Measurements.Lists;
using Imara.Measurements.Replay;

namespace Imara.Cli.Verbs.Runs;

/// <summary>The files a run leaves: made beside their place before anything is watched, moved there when all is well.</summary>
/// <remarks>A symbolic link stays, and its target is replaced. A device or a pipe is written to where it is.</remarks>
/// <param name="asked">The option of each file that is wanted, its path, and who writes it.</param>
internal sealed class RunOutputs(IReadOnlyList<(string Option, string Path, RunOutputs.Writer Write)> asked) : IDisposable
{
    private readonly List<(string Path, FileBeside File, Writer Write)> files = [];

    /// <summary>Writes one of them.</summary>
    internal delegate void Writer(FinishedRun run, Stream output);

    private delegate void EntryWriter(MeasurementEntry entry, HashAlgo column, IBufferWriter<byte> output, bool paddedSha1);

    /// <summary>The list in the kernel's binary form.</summary>
    public static Writer Binary { get; } = (run, output) => WriteList(run, output, BinaryList.Write);

    /// <summary>The list in the kernel's ascii form.</summary>
    public static Writer Ascii { get; } = (run, output) => WriteList(run, output, AsciiList.Write);

    /// <summary>The PCR values.</summary>
    public static Writer Pcrs { get; } = (run, output) => output.Write(Encoding.ASCII.GetBytes(PcrValuesWriter.Write(run.Pcrs)));

    /// <summary>The summary.</summary>
    public static Writer Summary { get; } = RunJson.Write;

    /// <summary>True if there is any.</summary>
    public bool IsAny => asked.Count > 0;

    /// <summary>Two options whose files are one; false if there are none.</summary>
    public bool TryFindTwins([NotNullWhen(true)] out string? path, [NotNullWhen(true)] out string? options)
    {
        (path, options) = (null, null);
        if (asked.GroupBy(file => FileBeside.TargetOf(file.Path), StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.ToList() is not [var first, var second, ..])
        {
            return false;
        }

        (path, options) = (first.Path, $"{first.Option} and {second.Option}");
        return true;
    }

    /// <summary>The option whose file would go to <paramref name="target"/>; null if there is none.</summary>
    public string? OptionOf(string target) => asked.FirstOrDefault(file => FileBeside.TargetOf(file.Path) == target).Option;

    /// <summary>Opens the files, so that a full disk or a wrong path shows before the command runs.</summary>
    public bool TryOpen(Report report)
    {
        foreach (var (_, path, write) in asked)
        {
            if (FileBeside.Open(path, report) is not { } file)
            {
                return false;
            }

            files.Add((path, file, write));
        }

        return true;
    }

    /// <summary>Writes them and moves them to their places.</summary>
    public bool TryWrite(FinishedRun run, Report report)
    {
        foreach (var (path, file, write) in files)
        {
            try
            {
                write(run, file.Stream);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                report.Error($"{path}: {IoErrors.TextOf(error)}");
                return false;
            }

            if (!file.TryPlace(report))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, file, _) in files)
        {
            file.Dispose();
        }
    }

    private static void WriteList(FinishedRun run, Stream output, EntryWriter write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var entry in run.Log.Entries)
        {
            buffer.ResetWrittenCount();
            write(entry, HashAlgo.Sha1, buffer, false);
            output.Write(buffer.WrittenSpan);
        }
    }
}
