using System.Text;
using Imara.Cli.Input;
using Imara.Linux.Files;

namespace Imara.Cli.Output;

/// <summary>Gives a file new content in one step: readers see the old or the new, never a part.</summary>
internal static class FileReplacement
{
    private const uint PermissionBits = 0xfff;

    /// <summary>Writes a new file beside the old one and renames it; mode, owner and group stay, and a symbolic link goes on pointing where it did.</summary>
    /// <param name="path">A regular file, or a symbolic link to one.</param>
    /// <param name="content">The new content.</param>
    /// <param name="report">Takes the reason if the file is left as it was.</param>
    public static bool TryWrite(string path, ReadOnlySpan<byte> content, Report report)
    {
        string? temporary = null;
        try
        {
            var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
            var error = FileStatus.Read(Encoding.UTF8.GetBytes(target), out var status);
            if (error != Errno.None || !status.IsRegularFile)
            {
                report.Error($"{InputFile.NameOf(path)}: not written: {(error != Errno.None ? error.ToString() : "no regular file")}");
                return false;
            }

            temporary = $"{target}.imara-{Environment.ProcessId}";
            error = Write(temporary, content, status);
            if (error != Errno.None)
            {
                File.Delete(temporary);
                report.Error($"{InputFile.NameOf(path)}: not written: owner {status.Uid}:{status.Gid} cannot be kept: {error}");
                return false;
            }

            File.Move(temporary, target, overwrite: true);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            report.Error($"{InputFile.NameOf(path)}: not written: {error.Message.ReplaceLineEndings(" ")}");
            TryDelete(temporary);
            return false;
        }
    }

    private static Errno Write(string temporary, ReadOnlySpan<byte> content, FileStatus status)
    {
        using var file = new FileStream(temporary, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        var descriptor = (int)file.SafeFileHandle.DangerousGetHandle();
        file.Write(content);
        var error = FileStatus.Read(descriptor, out var made);
        if (error == Errno.None && (made.Uid, made.Gid) != (status.Uid, status.Gid))
        {
            error = FileOwner.Set(descriptor, status.Uid, status.Gid);
        }

        if (error == Errno.None)
        {
            // Behind the change of the owner, which takes bits away.
            File.SetUnixFileMode(file.SafeFileHandle, (UnixFileMode)(status.Mode & PermissionBits));
            file.Flush(flushToDisk: true);
        }

        return error;
    }

    private static void TryDelete(string? path)
    {
        try
        {
            File.Delete(path ?? string.Empty);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The first error is the one that counts.
        }
    }
}
