using System.Buffers.Text;

namespace Imara.Linux.ProcFs;

/// <summary>Walks over the file mappings in <c>/proc/PID/maps</c>. Pure, without allocation.</summary>
/// <remarks>proc_pid_maps(5).</remarks>
public ref struct MapsReader(ReadOnlySpan<byte> input)
{
    private ReadOnlySpan<byte> rest = input;

    /// <summary>Reads the next mapping of a file; false at the end. Lines of another shape are passed over.</summary>
    public bool TryRead(out MapsEntry entry)
    {
        // 55d0c0a00000-55d0c0a02000 r-xp 00000000 fe:00 1835063                    /usr/bin/cat
        entry = default;
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (!Utf8Parser.TryParse(line, out ulong start, out var digits, 'x'))
            {
                continue;
            }

            var permissions = Field(ref line, 1);
            var inode = Field(ref line, 2);
            var slash = line.IndexOf((byte)'/');
            if (digits > 0 && permissions.Length >= 4 && slash >= 0 && Utf8Parser.TryParse(inode, out ulong number, out _))
            {
                entry = new MapsEntry { Start = start, IsExecutable = permissions[2] == 'x', Inode = number, Path = line[slash..] };
                return true;
            }
        }

        return false;
    }

    // Passes over some fields and takes the next.
    private static ReadOnlySpan<byte> Field(scoped ref ReadOnlySpan<byte> line, int skip)
    {
        for (; skip > 0; skip--)
        {
            var blank = line.IndexOf((byte)' ');
            line = blank < 0 ? default : line[(blank + 1)..];
        }

        var end = line.IndexOf((byte)' ');
        var field = end < 0 ? line : line[..end];
        line = end < 0 ? default : line[(end + 1)..];
        return field;
    }
}
