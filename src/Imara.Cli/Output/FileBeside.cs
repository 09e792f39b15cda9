using System.Text;
using Imara.Linux.Files;

namespace Imara.Cli.Output;

/// <summary>A file that is made beside its place and moved there when it is whole: its readers see the old one or the new one, never a part.</summary>
/// <remarks>A symbolic link stays, and its target is replaced. A device or a pipe is written to where it is.</remarks>
internal sealed class FileBeside : IDisposable
{
    private readonly string path;
    private readonly string? beside;

    private FileBeside(string path, string? beside, FileStream stream)
    {
        this.path = path;
        this.beside = beside;
        Stream = stream;
    }

    /// <summary>Where to write.</summary>
    public FileStream Stream { get; }

    /// <summary>Opens it, so that a wrong path shows before there is anything to write; null, and told, if that fails.</summary>
    public static FileBeside? Open(string path, Report report)
    {
        try
        {
            if (FileStatus.Read(Encoding.UTF8.GetBytes(path), out var status) == Errno.None && !status.IsRegularFile)
            {
                return new FileBeside(path, null, new FileStream(path, FileMode.Open, System.IO.FileAccess.Write));
            }

            // New for certain: in a folder that others can write to, the name may lead elsewhere.
            var made = $"{TargetOf(path)}.{Environment.ProcessId}.new";
            return new FileBeside(path, made, new FileStream(made, FileMode.CreateNew, System.IO.FileAccess.Write));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            report.Error($"{path}: {error.Message.ReplaceLineEndings(" ")}");
            return null;
        }
    }

    /// <summary>The file that a path leads to.</summary>
    public static string TargetOf(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    /// <summary>Moves the file to its place; false, and told, if that fails.</summary>
    public bool TryPlace(Report report)
    {
        try
        {
            Stream.Flush(flushToDisk: beside is not null);
            Stream.Dispose();
            if (beside is not null)
            {
                File.Move(beside, TargetOf(path), overwrite: true);
            }

            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            report.Error($"{path}: {error.Message.ReplaceLineEndings(" ")}");
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Stream.Dispose();
        }
        catch (IOException)
        {
            // What could not be written was told when it was written.
        }

        if (beside is not null)
        {
            File.Delete(beside);
        }
    }
}
