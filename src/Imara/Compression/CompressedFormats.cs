namespace Imara.Compression;

/// <summary>Recognises compressed data by its first bytes.</summary>
public static class CompressedFormats
{
    /// <summary>As many bytes as are needed to tell.</summary>
    public const int Needed = 6;

    /// <summary>The first two bytes of gzip.</summary>
    public static ReadOnlySpan<byte> Gzip => [0x1f, 0x8b];

    /// <summary>The name of the program that made it: gzip, zstd, xz or bzip2; null if it is none of them.</summary>
    /// <param name="start">The first bytes.</param>
    public static string? NameOf(ReadOnlySpan<byte> start) =>
        start.StartsWith(Gzip) ? "gzip"
        : start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xb5, 0x2f, 0xfd]) ? "zstd"
        : start.StartsWith((ReadOnlySpan<byte>)[0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]) ? "xz"
        : start.StartsWith("BZh"u8) ? "bzip2"
        : null;
}
