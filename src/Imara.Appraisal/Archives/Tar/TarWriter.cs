namespace Imara.Appraisal.Archives.Tar;

/// <summary>Writes entries as they were read; where pax records changed, their header alone is new.</summary>
internal sealed class TarWriter(Stream output)
{
    private static readonly byte[] Zeros = new byte[TarHeader.BlockSize];

    /// <summary>Writes the headers of an entry.</summary>
    /// <param name="entry">The entry as it was read.</param>
    /// <param name="changed">Its new pax records; null if they are the old ones.</param>
    public void WriteHeaders(TarEntry entry, PaxRecords? changed)
    {
        var isWritten = changed is null;
        foreach (var extension in entry.Extensions)
        {
            if (extension.Type == TarExtension.Pax && changed is not null)
            {
                WritePax(extension.Raw.AsSpan(0, TarHeader.BlockSize), changed);
                isWritten = true;
            }
            else
            {
                output.Write(extension.Raw);
            }
        }

        if (!isWritten)
        {
            WritePax(NewPaxHeader(entry), changed!);
        }

        output.Write(entry.Header);
    }

    /// <summary>Writes the zero bytes that end an archive.</summary>
    public void WriteTrailer(long length)
    {
        for (; length > 0; length -= Zeros.Length)
        {
            output.Write(Zeros.AsSpan(0, (int)Math.Min(length, Zeros.Length)));
        }
    }

    // Readers that know pax do not look at this name, others make a file of it. No times or owners: the same input gives the same archive.
    private static byte[] NewPaxHeader(TarEntry entry)
    {
        var header = new byte[TarHeader.BlockSize];
        var name = entry.Name.Span;
        name = name[(name.LastIndexOf((byte)'/') + 1)..];
        byte[] full = [.. "PaxHeaders/"u8, .. name];
        full.AsSpan(0, Math.Min(full.Length, 100)).CopyTo(header);
        "0000644\0"u8.CopyTo(header.AsSpan(100));
        "0000000\0"u8.CopyTo(header.AsSpan(108));
        "0000000\0"u8.CopyTo(header.AsSpan(116));
        "00000000000\0"u8.CopyTo(header.AsSpan(136));
        header[156] = TarExtension.Pax;
        "ustar\0"u8.CopyTo(header.AsSpan(257));
        "00"u8.CopyTo(header.AsSpan(263));
        return header;
    }

    // A header without records would be allowed, but the entry is again what it was before it got one.
    private void WritePax(ReadOnlySpan<byte> header, PaxRecords records)
    {
        if (records.Count == 0)
        {
            return;
        }

        var content = records.Write();
        var block = header.ToArray();
        TarHeader.SetSize(block, content.Length);
        output.Write(block);
        output.Write(content);
        output.Write(Zeros.AsSpan(0, -content.Length & (TarHeader.BlockSize - 1)));
    }
}
