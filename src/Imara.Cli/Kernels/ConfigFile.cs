using Imara.Cli.Input;
using Imara.Compression;

namespace Imara.Cli.Kernels;

/// <summary>Unpacks a kernel configuration: a text, or that text in gzip form as in /proc/config.gz.</summary>
internal static class ConfigFile
{
    /// <summary>The text of <paramref name="content"/>; false and empty if it is damaged or unpacks to more than <see cref="InputFile.UsualCap"/>.</summary>
    public static bool TryUnpack(ReadOnlyMemory<byte> content, out ReadOnlyMemory<byte> text)
    {
        text = content;
        if (!content.Span.StartsWith(CompressedFormats.Gzip))
        {
            return true;
        }

        text = default;
        using var unpacked = new MemoryStream();
        using var gzip = new GunzippedStream(new MemoryStream(content.ToArray()));
        var buffer = new byte[64 * 1024];
        try
        {
            for (var count = gzip.Read(buffer); count > 0; count = gzip.Read(buffer))
            {
                unpacked.Write(buffer, 0, count);
                if (unpacked.Length > InputFile.UsualCap)
                {
                    return false;
                }
            }
        }
        catch (DamagedDataException)
        {
            return false;
        }

        text = unpacked.ToArray();
        return true;
    }
}
