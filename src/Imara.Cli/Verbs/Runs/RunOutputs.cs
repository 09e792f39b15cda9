using System.Buffers;
using Imara.Cli.Output;
using Imara.Engine.State;
using Imara.Linux.Files;
using Imara.Measurements;
using Imara.Measurements.Lists;

namespace Imara.Cli.Verbs.Runs;

/// <summary>The files a run leaves: made beside their place before anything is watched, moved there when all is well.</summary>
/// <remarks>A symbolic link stays, and its target is replaced. A device or a pipe is written to where it is.</remarks>
internal sealed class RunOutputs(string? binaryPath, string? asciiPath) : IDisposable
{
    private delegate void Writer(MeasurementEntry entry, HashAlgo column, IBufferWriter<byte> output, bool paddedSha1);

    private readonly List<(string Path, FileBeside File, Writer Write)> files = [];

    public bool IsAny => binaryPath is not null || asciiPath is not null;

    /// <summary>True if both forms would go to one place.</summary>
    public bool IsOnePlace => binaryPath is not null && asciiPath is not null && FileBeside.TargetOf(binaryPath) == FileBeside.TargetOf(asciiPath);

    /// <summary>True if one of the files would go to <paramref name="target"/>.</summary>
    public bool Has(string target) => (binaryPath is not null && FileBeside.TargetOf(binaryPath) == target) || (asciiPath is not null && FileBeside.TargetOf(asciiPath) == target);

    /// <summary>Opens the files, so that a full disk or a wrong path shows before the command runs.</summary>
    public bool TryOpen(Report report) => TryOpen(binaryPath, BinaryList.Write, report) && TryOpen(asciiPath, AsciiList.Write, report);

    /// <summary>Writes the list and moves the files to their places.</summary>
    public bool TryWrite(MeasurementLog log, Report report)
    {
        foreach (var (path, file, write) in files)
        {
            try
            {
                var buffer = new ArrayBufferWriter<byte>();
                foreach (var entry in log.Entries)
                {
                    buffer.ResetWrittenCount();
                    write(entry, HashAlgo.Sha1, buffer, false);
                    file.Stream.Write(buffer.WrittenSpan);
                }
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

    private bool TryOpen(string? path, Writer write, Report report)
    {
        if (path is null)
        {
            return true;
        }

        if (FileBeside.Open(path, report) is not { } file)
        {
            return false;
        }

        files.Add((path, file, write));
        return true;
    }
}
