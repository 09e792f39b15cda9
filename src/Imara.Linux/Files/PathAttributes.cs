using System.Buffers.Text;
using Imara.Linux.Interop;

namespace Imara.Linux.Files;

/// <summary>Extended attributes of a file held by O_PATH: it is not opened, so that no access is checked or recorded, and it cannot be another one by now.</summary>
/// <remarks>The calls go through <c>/proc/self/fd</c>, since those that take a descriptor refuse such ones.</remarks>
public static unsafe class PathAttributes
{
    private static readonly Lazy<bool> HasProc = new(() => FileStatus.Read("/proc/self/fd"u8, out _) == Errno.None);

    private const int MaxName = 255;
    private const int MaxPath = 32;

    /// <summary>False where <c>/proc</c> is not mounted: a file has to be opened then.</summary>
    public static bool IsPossible => HasProc.Value;

    /// <summary>Reads the value of one attribute.</summary>
    /// <inheritdoc cref="ExtendedAttributes.Read(int, ReadOnlySpan{byte}, Span{byte}, out int)"/>
    public static Errno Read(int descriptor, ReadOnlySpan<byte> name, Span<byte> value, out int length)
    {
        length = 0;
        Span<byte> path = stackalloc byte[MaxPath];
        Span<byte> text = stackalloc byte[MaxName + 1];
        var error = Prepare(descriptor, path, name, text);
        if (error != Errno.None)
        {
            return error;
        }

        fixed (byte* pathAt = path, nameAt = text, valueAt = value)
        {
            var count = Libc.GetXAttr(pathAt, nameAt, valueAt, (nuint)Math.Min(ExtendedAttributes.UsualSize, value.Length));
            if (count < 0 && value.Length > ExtendedAttributes.UsualSize && Libc.LastErrno == Errno.ERANGE)
            {
                count = Libc.GetXAttr(pathAt, nameAt, valueAt, (nuint)value.Length);
            }

            length = (int)Math.Max(0, count);
            return count < 0 ? Libc.LastErrno : Errno.None;
        }
    }

    /// <summary>Writes the value of one attribute, new or not.</summary>
    /// <inheritdoc cref="ExtendedAttributes.Write(int, ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public static Errno Write(int descriptor, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Span<byte> path = stackalloc byte[MaxPath];
        Span<byte> text = stackalloc byte[MaxName + 1];
        var error = Prepare(descriptor, path, name, text);
        if (error != Errno.None)
        {
            return error;
        }

        fixed (byte* pathAt = path, nameAt = text, valueAt = value)
        {
            return Libc.SetXAttr(pathAt, nameAt, valueAt, (nuint)value.Length, 0) < 0 ? Libc.LastErrno : Errno.None;
        }
    }

    /// <summary>Removes one attribute.</summary>
    /// <inheritdoc cref="ExtendedAttributes.Remove"/>
    public static Errno Remove(int descriptor, ReadOnlySpan<byte> name)
    {
        Span<byte> path = stackalloc byte[MaxPath];
        Span<byte> text = stackalloc byte[MaxName + 1];
        var error = Prepare(descriptor, path, name, text);
        if (error != Errno.None)
        {
            return error;
        }

        fixed (byte* pathAt = path, nameAt = text)
        {
            return Libc.RemoveXAttr(pathAt, nameAt) < 0 ? Libc.LastErrno : Errno.None;
        }
    }

    private static Errno Prepare(int descriptor, Span<byte> path, ReadOnlySpan<byte> name, Span<byte> text)
    {
        "/proc/self/fd/"u8.CopyTo(path);
        Utf8Formatter.TryFormat(descriptor, path[14..^1], out var digits);
        path[14 + digits] = 0;
        return name.Length > MaxName ? Errno.ERANGE : PathText.Terminate(name, text);
    }
}
