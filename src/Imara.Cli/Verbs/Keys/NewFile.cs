using Imara.Cli.Output;
using Imara.Linux.Files;

namespace Imara.Cli.Verbs.Keys;

/// <summary>A file that did not exist before: made beside its place, moved there when everything that belongs to it is whole, too.</summary>
internal sealed class NewFile : IDisposable
{
    private const uint Permissions = 0xFFF;

    private readonly string path;
    private readonly bool overwrite;
    private readonly Replacement made;
    private byte[]? before;
    private int modeBefore;

    private NewFile(string path, bool overwrite, Replacement made)
    {
        this.path = path;
        this.overwrite = overwrite;
        this.made = made;
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

        var error = Replacement.Begin(PathBytes.Of(path), followsLink: true, out var made, (int)mode);
        error = error == Errno.None ? made!.Write(content) : error;
        if (error == Errno.None)
        {
            return new NewFile(path, overwrite, made!);
        }

        made?.Dispose();
        report.Error($"{path}: {IoErrors.TextOf(error)}");
        return null;
    }

    /// <summary>Moves the file to its place; false, and told, if that fails.</summary>
    public bool TryPlace(Report report)
    {
        if (WholeFile.Read(PathBytes.Of(path), WholeFile.UsualCap, ReadOptions.None, out var content, out var status) == Errno.None)
        {
            before = content;
            modeBefore = (int)(status.Mode & Permissions);
        }

        var error = made.Place(overwrite);
        if (error != Errno.None)
        {
            report.Error($"{path}: {(error == Errno.EEXIST ? "is there already; --force replaces it" : IoErrors.TextOf(error))}");
        }

        return error == Errno.None;
    }

    /// <summary>Puts back what was in the place before, where another file that belongs to this one could not be placed.</summary>
    public void TakeBack(Report report)
    {
        var error = before is null ? Remove() : Replacement.Put(PathBytes.Of(path), followsLink: true, before, modeBefore);
        if (error != Errno.None)
        {
            report.Error($"{path}: is the new one already, and the old one could not be put back: {IoErrors.TextOf(error)}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => made.Dispose();

    private Errno Remove()
    {
        var error = OpenFolder.OpenAbove(PathBytes.Of(FileBeside.TargetOf(path)), out var folder, out var name);
        using (folder)
        {
            return error == Errno.None ? folder!.Remove(name) : error;
        }
    }
}
