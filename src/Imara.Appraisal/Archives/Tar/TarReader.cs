namespace Imara.Appraisal.Archives.Tar;

/// <summary>
/// Reads tar archives of every common form entry by entry: `ustar`, pax with global headers, GNU's long names and sparse files. Strict: sizes are capped, an archive
/// that ends before its two zero blocks is refused unless somebody else vouches for its length, and so is what comes behind them unless it is zeros.
/// </summary>
/// <param name="input">The archive.</param>
/// <param name="takesMissingEnd">Take an archive that ends behind an entry: whoever gave it is known to have given all of it.</param>
internal sealed class TarReader(Stream input, bool takesMissingEnd = false)
{
    private const int MaxLongName = 64 << 10;
    private const int MaxSparseBlocks = 2048;

    private readonly byte[] block = new byte[TarHeader.BlockSize];
    private PaxGlobals global = PaxGlobals.None;
    private long contentLeft;

    /// <summary>Byte offset of what is read next.</summary>
    public long Offset { get; private set; }

    /// <summary>Number of zero bytes at the end, known when the last entry was read.</summary>
    public long TrailerLength { get; private set; }

    /// <summary>True if the archive ended without its two zero blocks.</summary>
    public bool IsEndMissing { get; private set; }

    /// <summary>Reads the headers of the next entry; its content is to be read before the one behind it.</summary>
    /// <param name="entry">The entry; null at the end of the archive.</param>
    /// <param name="error">Why the archive was refused, if the result is false.</param>
    public bool TryRead(out TarEntry? entry, out FormatError error)
    {
        entry = null;
        if (contentLeft != 0)
        {
            throw new InvalidOperationException("the content of the last entry was not read");
        }

        var start = Offset;
        var extensions = new List<TarExtension>();
        while (true)
        {
            var at = Offset;
            if (!TryReadBlock(at, out error))
            {
                IsEndMissing = at > 0 && Offset == at && extensions.Count == 0;
                return takesMissingEnd && IsEndMissing;
            }

            if (block.AsSpan().IndexOfAnyExcept((byte)0) < 0)
            {
                return extensions.Count > 0 ? Refuse(at, "the archive ends where an entry should follow its extended header", out error) : TryReadTrailer(at, out error);
            }

            var header = new TarHeader(block);
            if (!header.IsChecksumRight)
            {
                return Refuse(at, at == 0 ? ArchiveFormats.Describe(block) ?? "this is no tar archive" : "the checksum of a header is wrong", out error);
            }

            if (header.Type is not (TarExtension.Pax or TarExtension.PaxGlobal or TarExtension.LongName or TarExtension.LongLink))
            {
                return TryFinish(start, at, extensions, out entry, out error);
            }

            if (!TryReadExtension(at, extensions, out error))
            {
                return false;
            }

            if (extensions[^1].Type == TarExtension.PaxGlobal)
            {
                return extensions.Count > 1
                    ? Refuse(at, "a global header between an extended header and its entry", out error)
                    : TryReadGlobal(extensions[0], out entry, out error);
            }
        }
    }

    /// <summary>Reads the whole content of the entry just read, with its padding.</summary>
    public bool TryReadContent(Spool to, out FormatError error)
    {
        while (contentLeft > 0)
        {
            var part = to.Room(contentLeft);
            var length = input.ReadAtLeast(part, part.Length, throwOnEndOfStream: false);
            Offset += length;
            if (length < part.Length)
            {
                return Refuse(Offset, "the archive ends inside the content of an entry", out error);
            }

            to.Advance(length);
            contentLeft -= length;
        }

        error = default;
        return true;
    }

    private static bool Refuse(long offset, string message, out FormatError error)
    {
        error = new FormatError(offset, message);
        return false;
    }

    private static ReadOnlyMemory<byte>? ContentOf(List<TarExtension> extensions, byte type) => extensions.Find(e => e.Type == type)?.Content;

    private bool TryReadBlock(long at, out FormatError error)
    {
        var length = input.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
        Offset += length;
        error = default;
        if (length == block.Length)
        {
            return true;
        }

        var other = at == 0 ? ArchiveFormats.Describe(block.AsSpan(0, length)) : null;
        return Refuse(other is null ? Offset : at, other ?? (length == 0 ? "the archive ends without its two zero blocks" : "the archive ends inside a block"), out error);
    }

    // The archive is whole with two zero blocks; writers fill up their last record with more of them.
    private bool TryReadTrailer(long start, out FormatError error)
    {
        for (var count = 1; ; count++)
        {
            var at = Offset;
            var length = input.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
            Offset += length;
            IsEndMissing = length == 0 && count == 1;
            if (length == 0 && (count > 1 || takesMissingEnd))
            {
                TrailerLength = Offset - start;
                error = default;
                return true;
            }

            if (length < block.Length)
            {
                return Refuse(Offset, "the archive ends inside its zero blocks", out error);
            }

            if (block.AsSpan().IndexOfAnyExcept((byte)0) >= 0)
            {
                return Refuse(at, "something follows the zero blocks that end the archive", out error);
            }
        }
    }

    private bool TryReadExtension(long at, List<TarExtension> extensions, out FormatError error)
    {
        var header = new TarHeader(block);
        var type = header.Type;
        var cap = type is TarExtension.Pax or TarExtension.PaxGlobal ? PaxRecords.MaxSize : MaxLongName;
        if (!header.TryGetSize(out var size) || size > cap)
        {
            return Refuse(at + TarHeader.SizeAt, $"an extended header of more than {cap} bytes", out error);
        }

        if (extensions.Exists(e => e.Type == type))
        {
            return Refuse(at, "two extended headers of one kind before one entry", out error);
        }

        var padded = (int)(size + TarHeader.BlockSize - 1) / TarHeader.BlockSize * TarHeader.BlockSize;
        var raw = new byte[TarHeader.BlockSize + padded];
        block.CopyTo(raw, 0);
        var length = input.ReadAtLeast(raw.AsSpan(TarHeader.BlockSize), padded, throwOnEndOfStream: false);
        Offset += length;
        if (length < padded)
        {
            return Refuse(Offset, "the archive ends inside an extended header", out error);
        }

        extensions.Add(new TarExtension(at, type, raw, (int)size));
        error = default;
        return true;
    }

    private bool TryReadGlobal(TarExtension extension, out TarEntry? entry, out FormatError error)
    {
        entry = null;
        if (!PaxRecords.TryParse(extension.Content, out var records, out error))
        {
            error = error.Shift(extension.Offset + TarHeader.BlockSize);
            return false;
        }

        global = global.With(records);
        if (global.Size > PaxRecords.MaxSize)
        {
            return Refuse(extension.Offset, $"global headers of more than {PaxRecords.MaxSize} bytes together", out error);
        }

        entry = new TarEntry
        {
            Offset = extension.Offset,
            Extensions = [],
            Header = extension.Raw,
            Kind = TarEntryKind.Global,
            Name = ByteString.Empty,
            LinkName = ByteString.Empty,
            Permissions = 0,
            Uid = 0,
            Gid = 0,
            Size = 0,
        };
        return true;
    }

    private bool TryFinish(long start, long at, List<TarExtension> extensions, out TarEntry? entry, out FormatError error)
    {
        entry = null;
        PaxRecords? own = null;
        if (extensions.Find(e => e.Type == TarExtension.Pax) is { } pax && !PaxRecords.TryParse(pax.Content, out own, out error))
        {
            error = error.Shift(pax.Offset + TarHeader.BlockSize);
            return false;
        }

        byte[] header = [.. block];
        if (new TarHeader(block) is { Type: (byte)'S', IsSparseExtended: true } && !TryReadSparseMap(ref header, out error))
        {
            return false;
        }

        var fields = new TarEntryFields(header, own, global, ContentOf(extensions, TarExtension.LongName), ContentOf(extensions, TarExtension.LongLink));
        if (!fields.TryMake(start, extensions, out entry, out var reason))
        {
            return Refuse(at, reason, out error);
        }

        contentLeft = entry!.PaddedSize;
        error = default;
        return true;
    }

    // Each block holds 21 pieces of the map; byte 504 says whether one more follows.
    private bool TryReadSparseMap(ref byte[] header, out FormatError error)
    {
        const int MoreAt = 504;
        using var blocks = new MemoryStream();
        blocks.Write(header);
        for (var count = 0; count < MaxSparseBlocks; count++)
        {
            if (!TryReadBlock(Offset, out error))
            {
                return false;
            }

            blocks.Write(block);
            if (block[MoreAt] == 0)
            {
                header = blocks.ToArray();
                return true;
            }
        }

        return Refuse(Offset, $"the map of a sparse file has more than {MaxSparseBlocks} blocks", out error);
    }
}
