using Imara.Linux.Interop;

namespace Imara.Linux.Files;

/// <summary>Extended attributes by descriptor.</summary>
public static unsafe class ExtendedAttributes
{
    private const int MaxName = 255;

    // The kernel clears as much memory as the caller has room for: asked for little first, more only where that is too small.
    internal const int UsualSize = 640;

    private const int CreateOnly = 1; // XATTR_CREATE

    /// <summary>Reads the value of one attribute.</summary>
    /// <param name="descriptor">An open file.</param>
    /// <param name="name">Full name such as <c>security.ima</c>, without a NUL.</param>
    /// <param name="value">Where to; values have at most 65,536 bytes.</param>
    /// <param name="length">Bytes of the value; with an empty <paramref name="value"/> the size it would have.</param>
    /// <returns>ENODATA if the file has no such attribute, ERANGE if the value is too long, EOPNOTSUPP if the file system has none.</returns>
    public static Errno Read(int descriptor, ReadOnlySpan<byte> name, Span<byte> value, out int length)
    {
        length = 0;
        if (name.Length > MaxName)
        {
            return Errno.ERANGE;
        }

        Span<byte> text = stackalloc byte[MaxName + 1];
        var error = PathText.Terminate(name, text);
        if (error != Errno.None)
        {
            return error;
        }

        fixed (byte* nameAt = text)
        fixed (byte* valueAt = value)
        {
            var count = Libc.FGetXAttr(descriptor, nameAt, valueAt, (nuint)Math.Min(UsualSize, value.Length));
            if (count < 0 && value.Length > UsualSize && Libc.LastErrno == Errno.ERANGE)
            {
                count = Libc.FGetXAttr(descriptor, nameAt, valueAt, (nuint)value.Length);
            }

            if (count < 0)
            {
                return Libc.LastErrno;
            }

            length = (int)count;
            return Errno.None;
        }
    }

    /// <summary>Reads the value of one attribute by path, without opening the file; a symbolic link at its end is not followed.</summary>
    /// <param name="path">The path, without a NUL, at most 4,095 bytes.</param>
    /// <param name="name">As for <see cref="Read(int, ReadOnlySpan{byte}, Span{byte}, out int)"/>, and so are the rest and the result.</param>
    /// <param name="value">Where to.</param>
    /// <param name="length">Bytes of the value.</param>
    public static Errno Read(ReadOnlySpan<byte> path, ReadOnlySpan<byte> name, Span<byte> value, out int length)
    {
        length = 0;
        Span<byte> text = stackalloc byte[PathText.Max];
        var error = PathText.Terminate(path, text);
        if (error != Errno.None)
        {
            return error;
        }

        fixed (byte* at = text)
        {
            return ReadTerminated(at, name, value, out length);
        }
    }

    internal static Errno ReadTerminated(byte* path, ReadOnlySpan<byte> name, Span<byte> value, out int length)
    {
        length = 0;
        Span<byte> text = stackalloc byte[MaxName + 1];
        var error = name.Length > MaxName ? Errno.ERANGE : PathText.Terminate(name, text);
        if (error != Errno.None)
        {
            return error;
        }

        fixed (byte* nameAt = text)
        fixed (byte* valueAt = value)
        {
            var count = Libc.LGetXAttr(path, nameAt, valueAt, (nuint)Math.Min(UsualSize, value.Length));
            if (count < 0 && value.Length > UsualSize && Libc.LastErrno == Errno.ERANGE)
            {
                count = Libc.LGetXAttr(path, nameAt, valueAt, (nuint)value.Length);
            }

            if (count < 0)
            {
                return Libc.LastErrno;
            }

            length = (int)count;
            return Errno.None;
        }
    }

    /// <summary>Writes the value of one attribute, new or not; a descriptor that may only read is enough.</summary>
    /// <param name="descriptor">An open file.</param>
    /// <param name="name">Full name, without a NUL.</param>
    /// <param name="value">The value.</param>
    /// <returns>EPERM without the capability, EROFS, ENOSPC, EOPNOTSUPP and what else fsetxattr(2) says.</returns>
    public static Errno Write(int descriptor, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => Write(descriptor, name, value, 0);

    /// <summary>Writes the value of an attribute that the file does not have yet.</summary>
    /// <returns>EEXIST if it has; else as for writing.</returns>
    /// <inheritdoc cref="Write(int, ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public static Errno Create(int descriptor, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => Write(descriptor, name, value, CreateOnly);

    /// <summary>Removes one attribute.</summary>
    /// <param name="descriptor">An open file; one that may only read is enough.</param>
    /// <param name="name">Full name, without a NUL.</param>
    /// <returns>ENODATA if the file has no such attribute, EPERM, EROFS and what else fremovexattr(2) says.</returns>
    public static Errno Remove(int descriptor, ReadOnlySpan<byte> name)
    {
        Span<byte> text = stackalloc byte[MaxName + 1];
        var error = name.Length > MaxName ? Errno.ERANGE : PathText.Terminate(name, text);
        if (error != Errno.None)
        {
            return error;
        }

        fixed (byte* nameAt = text)
        {
            return Libc.FRemoveXAttr(descriptor, nameAt) < 0 ? Libc.LastErrno : Errno.None;
        }
    }

    private static Errno Write(int descriptor, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int flags)
    {
        Span<byte> text = stackalloc byte[MaxName + 1];
        var error = name.Length > MaxName ? Errno.ERANGE : PathText.Terminate(name, text);
        if (error != Errno.None)
        {
            return error;
        }

        fixed (byte* nameAt = text)
        fixed (byte* valueAt = value)
        {
            return Libc.FSetXAttr(descriptor, nameAt, valueAt, (nuint)value.Length, flags) < 0 ? Libc.LastErrno : Errno.None;
        }
    }
}
