using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Imara.Appraisal.Labelling;

/// <summary>One line of a list of digests: <c>HEX  NAME</c> as sha256sum and the like write it, or <c>ALGO:HEX  NAME</c> as `fsverity digest` does.</summary>
public static class DigestLine
{
    /// <summary>Reads the digest of a line.</summary>
    /// <param name="line">The line without its line feed; a backslash in front, with which sha256sum marks an escaped name, is passed over.</param>
    /// <param name="algo">The algorithm of lines that name none.</param>
    /// <param name="digest">The digest.</param>
    /// <param name="error">What is wrong, and where.</param>
    public static bool TryParse(ReadOnlySpan<byte> line, HashAlgo algo, [NotNullWhen(true)] out Digest? digest, out FormatError error)
    {
        digest = null;
        error = default;
        var start = line.StartsWith("\\"u8) ? 1 : 0;
        var word = line[start..];
        var blank = word.IndexOfAny((byte)' ', (byte)'\t');
        word = blank < 0 ? word : word[..blank];
        var colon = word.IndexOf((byte)':');
        if (colon >= 0)
        {
            if (!HashAlgos.TryParse(word[..colon], out algo))
            {
                error = new FormatError(start, $"`{ByteString.Display(word[..colon])}` is no hash algorithm of the kernel");
                return false;
            }

            start += colon + 1;
            word = word[(colon + 1)..];
        }

        var size = HashAlgos.DigestSize(algo);
        if (word.Length != 2 * size)
        {
            error = new FormatError(start, $"a {HashAlgos.NameOf(algo)} digest has {2 * size} hex digits, {word.Length} are there");
            return false;
        }

        Span<byte> bytes = stackalloc byte[HashAlgos.MaxDigestSize];
        if (Convert.FromHexString(Encoding.Latin1.GetString(word), bytes[..size], out _, out var written) != OperationStatus.Done || written != size)
        {
            error = new FormatError(start, "not hex digits");
            return false;
        }

        digest = new Digest(algo, bytes[..size]);
        return true;
    }
}
