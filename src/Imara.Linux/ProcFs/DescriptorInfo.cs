using System.Buffers.Text;

namespace Imara.Linux.ProcFs;

/// <summary>What <c>/proc/self/fdinfo</c> tells about an open descriptor.</summary>
/// <param name="MountId">Id of the mount it was opened through, as in mountinfo.</param>
public readonly record struct DescriptorInfo(int MountId)
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
        var at = text.IndexOf("\nmnt_id:\t"u8);
        if (at < 0 || !Utf8Parser.TryParse(text[(at + "\nmnt_id:\t"u8.Length)..], out int mount, out _))
        {
            return false;
        }

        info = new DescriptorInfo(mount);
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
}
