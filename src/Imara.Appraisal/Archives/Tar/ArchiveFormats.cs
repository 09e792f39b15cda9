using Imara.Compression;

namespace Imara.Appraisal.Archives.Tar;

/// <summary>Recognises what is given in place of a tar archive, to refuse it by name.</summary>
internal static class ArchiveFormats
{
    /// <summary>What these first bytes are and what to do with it; null if nothing is known about them.</summary>
    /// <param name="start">Up to 512 bytes.</param>
    public static string? Describe(ReadOnlySpan<byte> start)
    {
        if (CompressedFormats.NameOf(start) is { } name)
        {
            return $"this is compressed with {name}: decompress it first";
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
}
