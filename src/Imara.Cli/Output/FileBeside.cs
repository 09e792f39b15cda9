using Imara.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Imara.Cli.Output;

/// <summary>A file that is made beside its place and moved there when it is whole: its readers see the old one or the new one, never a part.</summary>
/// <remarks>A symbolic link stays, and its target is replaced. A device or a pipe is written to where it is.</remarks>
internal sealed class FileBeside : IDisposable
{
    private const int UsualMode = 0x1B6; // 0666, before the umask

    private readonly string path;
    private readonly Replacement? made;

    private FileBeside(string path, Replacement? made, FileStream stream)
    {
        this.path = path;
        this.made = made;
        Stream = stream;
    }

    /// <summary>Where to write.</summary>
    public FileStream Stream { get; }

    /// <summary>Opens it, so that a wrong path shows before there is anything to write; null, and told, if that fails.</summary>
    public static FileBeside? Open(string path, Report report)
    {
        var bytes = PathBytes.Of(path);
        var isThere = FileStatus.Read(bytes, out var status) == Errno.None;
        FileBeside? file = null;
        var error = isThere && status.IsDirectory ? Errno.EISDIR
            : isThere && !status.IsRegularFile ? OpenThere(path, bytes, out file)
            : Begin(path, bytes, out file);
        if (error == Errno.None)
        {
            return file;
        }

        report.Error($"{path}: {IoErrors.TextOf(error)}");
        return null;
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
        var error = Errno.None;
        try
        {
            Stream.Flush();
            error = made?.Place() ?? error;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            error = IoErrors.Of(failure);
        }

        Dispose();
        if (error != Errno.None)
        {
            report.Error($"{path}: {IoErrors.TextOf(error)}");
        }

        return error == Errno.None;
    }

    private static Errno OpenThere(string path, byte[] bytes, out FileBeside? file)
    {
        var error = Descriptor.Open(bytes, OpenFlags.WriteOnly | OpenFlags.NoTerminal, out var descriptor);
        file = error == Errno.None ? new FileBeside(path, null, new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Write)) : null;
        return error;
    }

    private static Errno Begin(string path, byte[] bytes, out FileBeside? file)
    {
        var error = Replacement.Begin(bytes, followsLink: true, out var made, UsualMode);
        file = error == Errno.None ? new FileBeside(path, made, made!.Stream) : null;
        return error;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        made?.Dispose();
        try
        {
            Stream.Dispose();
        }
        catch (IOException)
        {
            // What could not be written was told when it was written.
        }
    }
}
