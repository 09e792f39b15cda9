using Imara.Policy.Rules;

namespace Imara.Policy.Kernels;

/// <summary>Reads /proc/crypto: what the crypto layer of the running kernel can provide without loading a module.</summary>
public static class CryptoTable
{
    /// <summary>The hash algorithms of the table; entries of other types and unknown names are passed over.</summary>
    public static HashAlgoSet Read(ReadOnlySpan<byte> text)
    {
        var set = default(HashAlgoSet);
        HashAlgo? current = null;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            var colon = line.IndexOf((byte)':');
            if (colon < 0)
            {
                current = null;
                continue;
            }

            var key = line[..colon].TrimEnd((byte)' ');
            var value = line[(colon + 1)..].Trim((byte)' ');
            if (key.SequenceEqual("name"u8))
            {
                current = HashAlgos.TryParse(value, out var algo) ? algo : null;
            }
            else if (key.SequenceEqual("type"u8) && current is { } known && (value.SequenceEqual("shash"u8) || value.SequenceEqual("ahash"u8)))
            {
                set = set.With(known);
            }
        }

        return set;
    }
}
