using System.Buffers.Text;

namespace Imara.Linux.ProcFs;

/// <summary>Walks over the lines of <c>/proc/PID/mountinfo</c>. Pure, without allocation.</summary>
/// <remarks>proc_pid_mountinfo(5).</remarks>
public ref struct MountInfoReader
{
    private readonly ReadOnlySpan<byte> input;

    /// <summary>Starts at the first line of <paramref name="input"/>.</summary>
    public MountInfoReader(ReadOnlySpan<byte> input) => this.input = input;

    /// <summary>Offset of the next line, from 0.</summary>
    public int Offset { get; private set; }

    /// <summary>True if every line has been read.</summary>
    public readonly bool AtEnd => Offset == input.Length;

    /// <summary>Reads one line. False at the end, and for a line of another shape: then the reader has not moved and <paramref name="error"/> says why.</summary>
    public bool TryRead(out MountEntry entry, out FormatError error)
    {
        // 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
        // id, parent, device, root, mount point, options, optional fields up to the dash, type[.subtype], source, super block options
        entry = default;
        error = default;
        if (AtEnd)
        {
            return false;
        }

        var end = input[Offset..].IndexOf((byte)'\n');
        var line = end < 0 ? input[Offset..] : input.Slice(Offset, end);
        var rest = line;
        if (!TryReadNumber(ref rest, out var id) || !TryReadNumber(ref rest, out var parent))
        {
            error = new FormatError(Offset, "a mount does not begin with two numbers");
            return false;
        }

        _ = TakeField(ref rest);
        var root = TakeField(ref rest);
        var point = TakeField(ref rest);
        var options = TakeField(ref rest);
        ReadOnlySpan<byte> optional;
        do
        {
            optional = TakeField(ref rest);
        }
        while (!optional.IsEmpty && !optional.SequenceEqual("-"u8));

        var type = TakeField(ref rest);
        var source = TakeField(ref rest);
        if (optional.IsEmpty || type.IsEmpty)
        {
            error = new FormatError(Offset, "a mount does not name its file system type after a dash");
            return false;
        }

        var dot = type.IndexOf((byte)'.');
        entry = new MountEntry
        {
            Id = id,
            ParentId = parent,
            Root = root,
            MountPoint = point,
            Options = options,
            FileSystemType = dot < 0 ? type : type[..dot],
            FileSystemSubtype = dot < 0 ? default : type[(dot + 1)..],
            Source = source,
        };
        Offset += end < 0 ? line.Length : line.Length + 1;
        return true;
    }

    /// <summary>Finds the mount with <paramref name="id"/>.</summary>
    public static bool TryFind(ReadOnlySpan<byte> mountInfo, int id, out MountEntry entry)
    {
        var reader = new MountInfoReader(mountInfo);
        while (reader.TryRead(out entry, out _))
        {
            if (entry.Id == id)
            {
                return true;
            }
        }

        entry = default;
        return false;
    }

    private static bool TryReadNumber(scoped ref ReadOnlySpan<byte> rest, out int number) =>
        Utf8Parser.TryParse(TakeField(ref rest), out number, out var used) && used > 0;

    private static ReadOnlySpan<byte> TakeField(scoped ref ReadOnlySpan<byte> rest)
    {
        var space = rest.IndexOf((byte)' ');
        var field = space < 0 ? rest : rest[..space];
        rest = space < 0 ? default : rest[(space + 1)..];
        return field;
    }
}
