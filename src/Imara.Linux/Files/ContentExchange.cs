namespace Imara.Linux.Files;

/// <summary>Gives a file new content: a new file in its place, with its mode, its owner and what says who may use it.</summary>
public static class ContentExchange
{
    private const int LongestValue = 64 << 10;

    // A signature of the old content would be wrong for the new one.
    private static readonly byte[][] KeptAttributes = ["security.selinux"u8.ToArray(), "security.SMACK64"u8.ToArray(), "system.posix_acl_access"u8.ToArray()];

    /// <summary>Replaces the content of a regular file.</summary>
    /// <param name="path">The file; a link stays, the file it leads to is replaced.</param>
    /// <param name="before">The content it must still have.</param>
    /// <param name="after">The content it gets.</param>
    /// <param name="error">What a system call said, where one failed.</param>
    public static ExchangeOutcome Replace(ReadOnlySpan<byte> path, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, out Errno error)
    {
        error = TargetPlace.Find(path, followsLink: true, out var folder, out var name);
        if (error != Errno.None)
        {
            return ExchangeOutcome.Failed;
        }

        using (folder)
        {
            return Replace(folder!.Descriptor, name, before, after, out error);
        }
    }

    /// <summary>Replaces the content of a regular file in an open folder; a link under its name is refused.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="name">The name, without a slash or NUL.</param>
    /// <param name="before">The content it must still have.</param>
    /// <param name="after">The content it gets.</param>
    /// <param name="error">What a system call said, where one failed.</param>
    public static ExchangeOutcome Replace(int directory, ReadOnlySpan<byte> name, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, out Errno error)
    {
        error = WholeFile.Open(directory, name, ReadOptions.NoFollow, out var old, out var status);
        if (error != Errno.None)
        {
            return error is Errno.EINVAL or Errno.EISDIR or Errno.ELOOP ? ExchangeOutcome.NotRegular : ExchangeOutcome.Failed;
        }

        try
        {
            if (status.Links > 1)
            {
                return ExchangeOutcome.SeveralNames;
            }

            error = WholeFile.ReadOpen(old, before.Length, out var content);
            if (error is Errno.EFBIG || (error == Errno.None && !before.SequenceEqual(content)))
            {
                return ExchangeOutcome.Changed;
            }

            return error == Errno.None ? Exchange(directory, name, old, status, after, out error) : ExchangeOutcome.Failed;
        }
        finally
        {
            _ = Descriptor.Close(old);
        }
    }

    private static ExchangeOutcome Exchange(int directory, ReadOnlySpan<byte> name, int old, in FileStatus status, ReadOnlySpan<byte> after, out Errno error)
    {
        error = Replacement.Begin(directory, name, out var made);
        if (error != Errno.None)
        {
            return ExchangeOutcome.Failed;
        }

        using (made)
        {
            error = Keep(old, status, made!.Descriptor);
            if (error != Errno.None)
            {
                return ExchangeOutcome.CannotKeep;
            }

            error = made.Write(after);
            error = error == Errno.None ? made.Place() : error;
            return error == Errno.None ? ExchangeOutcome.Done : ExchangeOutcome.Failed;
        }
    }

    private static Errno Keep(int from, in FileStatus status, int to)
    {
        var error = FileStatus.Read(to, out var made);
        if (error == Errno.None && (made.Uid, made.Gid) != (status.Uid, status.Gid))
        {
            error = FilePermissions.ChangeOwner(to, status.Uid, status.Gid);
        }

        error = error == Errno.None ? FilePermissions.ChangeMode(to, status.Mode) : error;
        var value = new byte[LongestValue];
        foreach (var attribute in KeptAttributes)
        {
            if (error == Errno.None && ExtendedAttributes.Read(from, attribute, value, out var length) == Errno.None)
            {
                error = ExtendedAttributes.Write(to, attribute, value.AsSpan(0, length));
            }
        }

        return error;
    }
}
