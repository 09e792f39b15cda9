using Imara.Cli.Output;

namespace Imara.Cli.Verbs.Keys;

/// <summary>A file that did not exist before: made beside its place, moved there when everything that belongs to it is whole, too.</summary>
internal sealed class NewFile : IDisposable
{
    private readonly string path;
    private readonly bool overwrite;
    private string? beside;
    private byte[]? before;

    private NewFile(string path, bool overwrite, string beside)
    {
        this.path = path;
        this.overwrite = overwrite;
        this.beside = beside;
    }

    /// <summary>Writes the content beside the place of the file; null, and told, if that fails.</summary>
    /// <param name="path">The place.</param>
    /// <param name="content">The whole content.</param>
    /// <param name="mode">Permissions, from the first moment.</param>
    /// <param name="overwrite">Replace what is there.</param>
    /// <param name="report">Takes the reason.</param>
    public static NewFile? Write(string path, byte[] content, UnixFileMode mode, bool overwrite, Report report)
    {
        if (!overwrite && Path.Exists(path))
        {
            report.Error($"{path}: is there already; --force replaces it");
            return null;
        }

        if (Directory.Exists(path))
        {
            report.Error($"{path}: is a directory");
            return null;
        }

        var candidate = $"{FileBeside.TargetOf(path)}.{Environment.ProcessId}.new";
        try
        {
            using var stream = new FileStream(candidate, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode });
            return Fill(stream, content, new NewFile(path, overwrite, candidate));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            report.Error($"{path}: {error.Message.ReplaceLineEndings(" ")}");
            return null;
        }
    }

    private static NewFile Fill(FileStream stream, byte[] content, NewFile file)
    {
        try
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
            return file;
        }
        catch (IOException)
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Moves the file to its place; false, and told, if that fails.</summary>
    public bool TryPlace(Report report)
    {
        try
        {
            var target = FileBeside.TargetOf(path);
            before = File.Exists(target) ? File.ReadAllBytes(target) : null;
            File.Move(beside!, target, overwrite);
            beside = null;
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            report.Error($"{path}: {error.Message.ReplaceLineEndings(" ")}");
            return false;
        }
    }

    /// <summary>Puts back what was in the place before, where another file that belongs to this one could not be placed.</summary>
    public void TakeBack(Report report)
    {
        try
        {
            if (before is null)
            {
                File.Delete(FileBeside.TargetOf(path));
            }
            else
            {
                File.WriteAllBytes(FileBeside.TargetOf(path), before);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            report.Error($"{path}: is the new one already, and the old one could not be put back: {error.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (beside is not null)
        {
            File.Delete(beside);
        }
    }
}
