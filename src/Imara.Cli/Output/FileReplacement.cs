using System.Text;
using Imara.Cli.Input;
using Imara.Linux.Files;

namespace Imara.Cli.Output;

/// <summary>Puts new content in the place of a file: written beside it, renamed over it, with mode, owner and labels kept. It is all there or as before.</summary>
internal static class FileReplacement
{
    private const int LongestValue = 64 * 1024;

    // A signature of the old content would be wrong for the new one; what says who may use the file stays.
    private static readonly string[] KeptAttributes = ["security.selinux", "security.SMACK64", "system.posix_acl_access"];

    /// <summary>Replaces the content of a regular file.</summary>
    /// <param name="path">The file; a symbolic link stays, the file it leads to is replaced.</param>
    /// <param name="before">The content it must still have.</param>
    /// <param name="after">The content it gets.</param>
    /// <param name="report">Takes the reason if it stays as it is.</param>
    public static bool TryReplace(string path, ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after, Report report)
    {
        var beside = string.Empty;
        try
        {
            var target = FileBeside.TargetOf(path);
            using var old = new FileStream(target, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            if (FileStatus.Read((int)old.SafeFileHandle.DangerousGetHandle(), out var status) != Errno.None || !status.IsRegularFile)
            {
                return Refuse(path, "is no regular file", report);
            }

            if (status.Links > 1)
            {
                return Refuse(path, "has several names, and a new file would have one", report);
            }

            if (!HasContent(old, before.Span))
            {
                return Refuse(path, "was changed in the meantime", report);
            }

            // New for certain: in a folder that others can write to, the name may lead elsewhere.
            var candidate = $"{target}.{Environment.ProcessId}.new";
            using (var file = new FileStream(candidate, FileMode.CreateNew, FileAccess.Write))
            {
                beside = candidate;
                if (!TryKeep(old, file, status))
                {
                    return Refuse(path, "belongs to somebody else, or has a label that cannot be kept", report);
                }

                file.Write(after.Span);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, target, overwrite: true);
            beside = string.Empty;
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Refuse(path, error.Message.ReplaceLineEndings(" "), report);
        }
        finally
        {
            if (beside.Length > 0)
            {
                File.Delete(beside);
            }
        }
    }

    private static bool Refuse(string path, string reason, Report report)
    {
        report.Error($"{InputFile.NameOf(path)}: left as it is: {reason}");
        return false;
    }

    private static bool HasContent(FileStream file, ReadOnlySpan<byte> content)
    {
        if (file.Length != content.Length)
        {
            return false;
        }

        var bytes = new byte[content.Length];
        file.ReadExactly(bytes);
        return content.SequenceEqual(bytes);
    }

    private static bool TryKeep(FileStream old, FileStream file, FileStatus status)
    {
        var from = (int)old.SafeFileHandle.DangerousGetHandle();
        var to = (int)file.SafeFileHandle.DangerousGetHandle();
        if (FileStatus.Read(to, out var made) != Errno.None
            || ((made.Uid, made.Gid) != (status.Uid, status.Gid) && FilePermissions.ChangeOwner(to, status.Uid, status.Gid) != Errno.None))
        {
            return false;
        }

        if (FilePermissions.ChangeMode(to, status.Mode) != Errno.None)
        {
            return false;
        }

        var value = new byte[LongestValue];
        foreach (var attribute in KeptAttributes)
        {
            var name = Encoding.ASCII.GetBytes(attribute);
            if (ExtendedAttributes.Read(from, name, value, out var length) == Errno.None && ExtendedAttributes.Write(to, name, value.AsSpan(0, length)) != Errno.None)
            {
                return false;
            }
        }

        return true;
    }
}
