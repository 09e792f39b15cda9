using System.Text;
using Imara.Cli.Output;
using Imara.Linux.Files;

namespace Imara.Cli.Verbs.Keys;

/// <summary>A file that did not exist before: made beside its place, moved there when everything that belongs to it is whole, too.</summary>
internal sealed class NewFile : IDisposable
{
    private readonly string path;
    private readonly bool overwrite;
    private readonly Replacement made;

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

        var error = Replacement.Begin(Encoding.UTF8.GetBytes(path), followsLink: true, out var made, (int)mode);
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
        var error = made.Place(overwrite);
        if (error != Errno.None)
        {
            report.Error($"{path}: {(error == Errno.EEXIST ? "is there already; --force replaces it" : IoErrors.TextOf(error))}");
        }

        return error == Errno.None;
    }

    /// <inheritdoc/>
    public void Dispose() => made.Dispose();
}
