namespace Imara.Appraisal.Archives;

/// <summary>Recognises what is given in place of a tar archive, to refuse it by name.</summary>
internal static class ArchiveFormats
{
    /// <summary>The first two bytes of gzip.</summary>
    public static ReadOnlySpan<byte> Gzip => [0x1f, 0x8b];

    /// <summary>What these first bytes are and what to do with it; null if nothing is known about them.</summary>
    /// <param name="start">Up to 512 bytes.</param>
    public static string? Describe(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith(Gzip))
        {
            return Compressed("gzip");
        }

        if (start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xb5, 0x2f, 0xfd]))
        {
            return Compressed("zstd");
        }

        if (start.StartsWith((ReadOnlySpan<byte>)[0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]))
        {
            return Compressed("xz");
        }

        if (start.StartsWith("BZh"u8))
        {
            return Compressed("bzip2");
        }

        if (IsCpio(start))
        {
            return "this is a cpio archive, and cpio carries no extended attributes";
        }

        return start.StartsWith("hsqs"u8) ? "this is a squashfs image: label the tree or the tar archive that it is made from" : null;
    }

    // newc, newc with checksums, odc, and the binary form in both byte orders.
    private static bool IsCpio(ReadOnlySpan<byte> start) =>
        start.StartsWith("070701"u8) || start.StartsWith("070702"u8) || start.StartsWith("070707"u8)
        || start.StartsWith((ReadOnlySpan<byte>)[0xc7, 0x71]) || start.StartsWith((ReadOnlySpan<byte>)[0x71, 0xc7]);

    private static string Compressed(string name) => $"this is compressed with {name}: decompress it first";
}
