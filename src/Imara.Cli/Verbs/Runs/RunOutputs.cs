using System.Buffers;
using System.Text;
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

    private readonly List<(string Path, string? Beside, FileStream Stream, Writer Write)> files = [];

    public bool IsAny => binaryPath is not null || asciiPath is not null;

    /// <summary>True if both forms would go to one place.</summary>
    public bool IsOnePlace => binaryPath is not null && asciiPath is not null && TargetOf(binaryPath) == TargetOf(asciiPath);

    /// <summary>True if one of the files would go to <paramref name="target"/>.</summary>
    public bool Has(string target) => (binaryPath is not null && TargetOf(binaryPath) == target) || (asciiPath is not null && TargetOf(asciiPath) == target);

    /// <summary>Opens the files, so that a full disk or a wrong path shows before the command runs.</summary>
    public bool TryOpen(Report report) => TryOpen(binaryPath, BinaryList.Write, report) && TryOpen(asciiPath, AsciiList.Write, report);

    /// <summary>Writes the list and moves the files to their places.</summary>
    public bool TryWrite(MeasurementLog log, Report report)
    {
        foreach (var (path, beside, stream, write) in files)
        {
            try
            {
                var buffer = new ArrayBufferWriter<byte>();
                foreach (var entry in log.Entries)
                {
                    buffer.ResetWrittenCount();
                    write(entry, HashAlgo.Sha1, buffer, false);
                    stream.Write(buffer.WrittenSpan);
                }

                stream.Flush(flushToDisk: true);
                stream.Dispose();
                if (beside is not null)
                {
                    File.Move(beside, TargetOf(path), overwrite: true);
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                report.Error($"{path}: {error.Message.ReplaceLineEndings(" ")}");
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, beside, stream, _) in files)
        {
            stream.Dispose();
            if (beside is not null)
            {
                File.Delete(beside);
            }
        }
    }

    private static string TargetOf(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    private bool TryOpen(string? path, Writer write, Report report)
    {
        if (path is null)
        {
            return true;
        }

        try
        {
            if (FileStatus.Read(Encoding.UTF8.GetBytes(path), out var status) == Errno.None && !status.IsRegularFile)
            {
                files.Add((path, null, new FileStream(path, FileMode.Open, System.IO.FileAccess.Write), write));
                return true;
            }

            // New for certain: in a folder that others can write to, the name may lead elsewhere.
            var beside = $"{TargetOf(path)}.{Environment.ProcessId}.new";
            files.Add((path, beside, new FileStream(beside, FileMode.CreateNew, System.IO.FileAccess.Write), write));
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            report.Error($"{path}: {error.Message.ReplaceLineEndings(" ")}");
            return false;
        }
    }
}
