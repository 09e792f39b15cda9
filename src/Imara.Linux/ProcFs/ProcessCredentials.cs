using System.Buffers;
using System.Buffers.Text;

namespace Imara.Linux.ProcFs;

/// <summary>Who a thread is. Ids are shown in the reader's user namespace.</summary>
/// <param name="ProcessId">The process (thread group) it belongs to.</param>
/// <param name="Uid">Real user id.</param>
/// <param name="Euid">Effective user id.</param>
/// <param name="Suid">Saved user id.</param>
/// <param name="Gid">Real group id.</param>
/// <param name="Egid">Effective group id.</param>
/// <param name="Sgid">Saved group id.</param>
/// <param name="EffectiveCapabilities">One bit for each capability.</param>
/// <param name="NoNewPrivileges">True if executing a program cannot change its identity.</param>
public readonly record struct ProcessCredentials(
    int ProcessId, uint Uid, uint Euid, uint Suid, uint Gid, uint Egid, uint Sgid, ulong EffectiveCapabilities, bool NoNewPrivileges)
{
    /// <summary>CAP_SYS_ADMIN: what fanotify asks for.</summary>
    public const int SysAdmin = 21;

    private const int UsualLength = 4096;
    private const int MaxLength = 1 << 20; // 65,536 supplementary groups of up to ten digits stand before the capabilities

    /// <summary>True if capability number <paramref name="capability"/> is effective.</summary>
    public bool Has(int capability) => (EffectiveCapabilities >> capability & 1) != 0;

    /// <summary>Reads the text of <c>/proc/TID/status</c>. Pure.</summary>
    /// <remarks>proc_pid_status(5).</remarks>
    public static bool TryParse(ReadOnlySpan<byte> text, out ProcessCredentials credentials)
    {
        // Name:	cat                  never holds a line feed: the kernel escapes it
        // Tgid:	4711
        // Uid:	1000	1000	1000	1000    real, effective, saved, file system
        // Gid:	100	100	100	100
        // Groups:	100 
        // CapEff:	000001ffffffffff
        // NoNewPrivs:	0
        credentials = default;
        Span<uint> uids = stackalloc uint[3];
        Span<uint> gids = stackalloc uint[3];
        if (!Utf8Parser.TryParse(ValueOf(text, "\nTgid:\t"u8), out int process, out _)
            || !TryReadIds(ValueOf(text, "\nUid:\t"u8), uids)
            || !TryReadIds(ValueOf(text, "\nGid:\t"u8), gids)
            || !Utf8Parser.TryParse(ValueOf(text, "\nCapEff:\t"u8), out ulong capabilities, out var digits, 'x')
            || digits != 16)
        {
            return false;
        }

        credentials = new ProcessCredentials(process, uids[0], uids[1], uids[2], gids[0], gids[1], gids[2], capabilities, ValueOf(text, "\nNoNewPrivs:\t"u8).StartsWith("1"u8));
        return true;
    }

    /// <summary>Asks who a thread is.</summary>
    /// <returns>ENOENT or ESRCH if the thread is gone, EBADMSG for a text of another shape.</returns>
    public static Errno Read(int thread, out ProcessCredentials credentials)
    {
        credentials = default;
        Span<byte> path = stackalloc byte[ProcPath.MaxLength];
        Span<byte> usual = stackalloc byte[UsualLength];
        ProcPath.Write(path, thread, "status"u8);
        var error = ProcFile.ReadStart(path, usual, out var length);
        if (error != Errno.None || length < usual.Length)
        {
            return error != Errno.None ? error : TryParse(usual[..length], out credentials) ? Errno.None : Errno.EBADMSG;
        }

        var large = ArrayPool<byte>.Shared.Rent(MaxLength);
        error = ProcFile.ReadStart(path, large, out length);
        var understood = TryParse(large.AsSpan(0, length), out credentials);
        ArrayPool<byte>.Shared.Return(large);
        return error != Errno.None ? error : understood ? Errno.None : Errno.EBADMSG;
    }

    private static ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key)
    {
        var at = text.IndexOf(key);
        return at < 0 ? default : text[(at + key.Length)..];
    }

    private static bool TryReadIds(ReadOnlySpan<byte> text, Span<uint> ids)
    {
        foreach (ref var id in ids)
        {
            if (!Utf8Parser.TryParse(text, out id, out var used) || used == text.Length || text[used] != '\t')
            {
                return false;
            }

            text = text[(used + 1)..];
        }

        return true;
    }
}
