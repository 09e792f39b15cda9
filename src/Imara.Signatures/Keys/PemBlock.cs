using System.Text;

namespace Imara.Signatures.Keys;

/// <summary>One block of PEM text, with the headers that the form before RFC 7468 has (RFC 1421 4.4).</summary>
internal sealed class PemBlock
{
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";
    private const string Dashes = "-----";

    private PemBlock(string label, IReadOnlyDictionary<string, string> headers, byte[] der)
    {
        Label = label;
        Headers = headers;
        Der = der;
    }

    /// <summary>Such as <c>CERTIFICATE</c>.</summary>
    public string Label { get; }

    /// <summary>The lines <c>Name: value</c> before the empty line.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The decoded content.</summary>
    public byte[] Der { get; }

    /// <summary>Decodes all blocks; text between them, and blocks that are not base64 or do not end, are passed over.</summary>
    public static List<PemBlock> ReadAll(ReadOnlySpan<byte> file)
    {
        var read = new List<PemBlock>();
        string? label = null;
        var body = new List<string>();
        foreach (var line in Encoding.Latin1.GetString(file).Split('\n'))
        {
            var text = line.AsSpan().Trim();
            if (text.StartsWith(Begin) && text[Begin.Length..].EndsWith(Dashes))
            {
                label = text[Begin.Length..^Dashes.Length].ToString();
                body.Clear();
            }
            else if (label is null)
            {
                continue;
            }
            else if (text.StartsWith(End))
            {
                if (text.SequenceEqual($"{End}{label}{Dashes}") && Decode(label, body) is { } block)
                {
                    read.Add(block);
                }

                label = null;
            }
            else
            {
                body.Add(text.ToString());
            }
        }

        return read;
    }

    private static PemBlock? Decode(string label, List<string> body)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var first = 0;
        for (; first < body.Count; first++)
        {
            var colon = body[first].IndexOf(':');
            if (colon < 0)
            {
                break;
            }

            headers[body[first][..colon]] = body[first][(colon + 1)..].Trim();
        }

        var text = string.Concat(body.Skip(first));
        var der = new byte[text.Length / 4 * 3];
        return Convert.TryFromBase64String(text, der, out var length) ? new PemBlock(label, headers, der[..length]) : null;
    }
}
