using System.Buffers.Text;

namespace Imara.Linux.ProcFs;

/// <summary>What <c>/proc/self/fdinfo</c> tells about an open descriptor.</summary>
/// <param name="MountId">Id of the mount it was opened through, as in mountinfo.</param>
/// <param name="Flags">Flags of the open file, as in <see cref="Files.OpenFlags"/>.</param>
public readonly record struct DescriptorInfo(int MountId, int Flags)
{
    private const int MaxFileLength = 512;

    /// <summary>Reads the text of <c>/proc/self/fdinfo/N</c>. Pure.</summary>
    /// <remarks>proc_pid_fdinfo(5).</remarks>
    public static bool TryParse(ReadOnlySpan<byte> text, out DescriptorInfo info)
    {
        // pos:	0
        // flags:	02100000
        // mnt_id:	29
        // ino:	1033
        info = default;
        if (!TryFind(text, "\nflags:\t"u8, out var digits) || !TryReadOctal(digits, out var flags)
            || !TryFind(text, "\nmnt_id:\t"u8, out digits) || !Utf8Parser.TryParse(digits, out int mount, out _))
        {
            return false;
        }

        info = new DescriptorInfo(mount, flags);
        return true;
    }

    /// <summary>Reads the facts of a descriptor of this process.</summary>
    public static Errno Read(int descriptor, out DescriptorInfo info)
    {
        info = default;
        Span<byte> path = stackalloc byte[ProcPath.MaxLength];
        Span<byte> text = stackalloc byte[MaxFileLength];
        ProcPath.WriteSelfDescriptorInfo(path, descriptor);
        var error = ProcFile.ReadStart(path, text, out var length);
        return error != Errno.None ? error : TryParse(text[..length], out info) ? Errno.None : Errno.EBADMSG;
    }

    private static bool TryFind(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        var at = text.IndexOf(key);
        value = at < 0 ? default : text[(at + key.Length)..];
        return at >= 0;
    }

    private static bool TryReadOctal(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        var digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'7');
        if (digits is <= 0 or > 11)
        {
            return false;
        }

        long number = 0;
        foreach (var digit in text[..digits])
        {
            number = (number << 3) | (uint)(digit - '0');
        }

        value = unchecked((int)number);
        return true;
    }
}
