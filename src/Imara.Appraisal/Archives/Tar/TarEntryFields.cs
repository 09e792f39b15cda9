using System.Buffers.Text;

namespace Imara.Appraisal.Archives.Tar;

/// <summary>Puts together what the headers of one entry say: its own pax records count before global ones, and those before the header block.</summary>
internal sealed class TarEntryFields(byte[] block, PaxRecords? own, PaxGlobals global, ReadOnlyMemory<byte>? longName, ReadOnlyMemory<byte>? longLink)
{
    private const int MaxName = 64 << 10;

    private string? failure;

    /// <summary>Makes the entry; false, with the reason, where fields are no numbers or readers would disagree about what follows.</summary>
    public bool TryMake(long offset, IReadOnlyList<TarExtension> extensions, out TarEntry? entry, out string reason)
    {
        var header = new TarHeader(block);
        var name = NameOf("path"u8, longName, Joined(header.Prefix, header.Name));
        var link = NameOf("linkpath"u8, longLink, header.LinkName);
        var kind = KindOf(header.Type, name);
        var size = Number("size"u8, header.TryGetSize(out var stated), stated, long.MaxValue - TarHeader.BlockSize, "size");
        var uid = Number("uid"u8, header.TryGetUid(out stated), stated, uint.MaxValue, "owner");
        var gid = Number("gid"u8, header.TryGetGid(out stated), stated, uint.MaxValue, "group");
        if (!header.TryGetMode(out var mode))
        {
            failure ??= "the mode is not a number";
        }

        // Some readers skip these bytes, others take them for the next header.
        if (size != 0 && kind is TarEntryKind.NoFile or TarEntryKind.HardLink && HasNoContent(header.Type, name))
        {
            failure ??= "a link, directory or device says that content follows";
        }

        reason = failure ?? string.Empty;
        entry = failure is not null ? null : new TarEntry
        {
            Offset = offset,
            Extensions = extensions,
            Header = block,
            Kind = kind,
            Name = new ByteString(name),
            LinkName = new ByteString(link),
            Permissions = (ushort)(mode & 0xfff),
            Uid = (uint)uid,
            Gid = (uint)gid,
            Size = size,
            Pax = own,
            Global = global,
        };
        return failure is null;
    }

    private static byte[] Joined(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> name) => prefix.IsEmpty ? name.ToArray() : [.. prefix, (byte)'/', .. name];

    private static bool HasNoContent(byte type, ReadOnlySpan<byte> name) => type is >= (byte)'1' and <= (byte)'6' || IsDirectory(type, name);

    // Before POSIX a directory was a file whose name ends in a slash.
    private static bool IsDirectory(byte type, ReadOnlySpan<byte> name) => type is 0 or (byte)'0' && name.EndsWith("/"u8);

    private TarEntryKind KindOf(byte type, ReadOnlySpan<byte> name) => type switch
    {
        0 or (byte)'0' when IsDirectory(type, name) => TarEntryKind.NoFile,
        0 or (byte)'0' or (byte)'7' => IsPaxSparse() ? TarEntryKind.SparseFile : TarEntryKind.File,
        (byte)'1' => TarEntryKind.HardLink,
        >= (byte)'2' and <= (byte)'6' => TarEntryKind.NoFile,

        // GNU: what was in a directory, a volume label.
        (byte)'D' or (byte)'V' => TarEntryKind.NoFile,
        (byte)'S' => TarEntryKind.SparseFile,
        _ => TarEntryKind.Unknown,
    };

    private bool IsPaxSparse() => own is not null && own.HasKeyLike("GNU.sparse."u8);

    private ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> key, ReadOnlyMemory<byte>? gnu, ReadOnlySpan<byte> otherwise)
    {
        if (!TryGet(key, out var value))
        {
            if (gnu is not { } name)
            {
                return otherwise;
            }

            value = name.Span.EndsWith("\0"u8) ? name[..^1] : name;
        }

        if (value.Length > MaxName || value.Span.Contains((byte)0))
        {
            failure ??= "a name is longer than 65536 bytes or contains a NUL";
            return default;
        }

        return value.Span;
    }

    private long Number(ReadOnlySpan<byte> key, bool isNumber, long stated, long max, string what)
    {
        if (TryGet(key, out var value))
        {
            isNumber = Utf8Parser.TryParse(value.Span, out stated, out var digits) && digits == value.Length && value.Span[0] is >= (byte)'0' and <= (byte)'9';
        }

        if (!isNumber || stated < 0 || stated > max)
        {
            failure ??= $"the {what} is not a number that is possible";
            return 0;
        }

        return stated;
    }

    // An empty value takes back what a global header said, and leaves the header block.
    private bool TryGet(ReadOnlySpan<byte> key, out ReadOnlyMemory<byte> value)
    {
        if (own is null || !own.TryGet(key, out value))
        {
            global.TryGet(key, out value);
        }

        return !value.IsEmpty;
    }
}
