using System.Buffers;
using System.Globalization;
using System.Text;
using Imara.Signatures.Asn1;

namespace Imara.Signatures.Keys;

/// <summary>Names of subjects and issuers for people.</summary>
/// <remarks>X.501 and RFC 4514, in the framework's dialect; its own reader asks OpenSSL for the names of rare attributes, which may be missing.</remarks>
public static class DistinguishedName
{
    private const byte Utf8String = 0x0c;
    private const byte NumericString = 0x12;
    private const byte PrintableString = 0x13;
    private const byte T61String = 0x14;
    private const byte Ia5String = 0x16;
    private const byte VisibleString = 0x1a;
    private const byte UniversalString = 0x1c;
    private const byte BmpString = 0x1e;

    private static readonly SearchValues<char> Special = SearchValues.Create(",+=\"\n<>#;");

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["2.5.4.3"] = "CN",
        ["2.5.4.4"] = "SN",
        ["2.5.4.5"] = "SERIALNUMBER",
        ["2.5.4.6"] = "C",
        ["2.5.4.7"] = "L",
        ["2.5.4.8"] = "S",
        ["2.5.4.9"] = "STREET",
        ["2.5.4.10"] = "O",
        ["2.5.4.11"] = "OU",
        ["2.5.4.12"] = "T",
        ["2.5.4.13"] = "Description",
        ["2.5.4.15"] = "businessCategory",
        ["2.5.4.17"] = "PostalCode",
        ["2.5.4.20"] = "Phone",
        ["2.5.4.41"] = "name",
        ["2.5.4.42"] = "G",
        ["2.5.4.43"] = "I",
        ["2.5.4.46"] = "dnQualifier",
        ["2.5.4.65"] = "pseudonym",
        ["2.5.4.97"] = "organizationIdentifier",
        ["1.3.6.1.4.1.311.60.2.1.3"] = "jurisdictionCountryName",
        ["1.2.840.113549.1.9.1"] = "E",
        ["0.9.2342.19200300.100.1.1"] = "userId",
        ["0.9.2342.19200300.100.1.25"] = "DC",
    };

    /// <summary>Such as <c>O=Example, CN=IMA signing key</c>, in the order of the certificate; hex of what cannot be decoded.</summary>
    /// <param name="content">Content bytes of the name (DER), as <see cref="X509Key.Subject"/>.</param>
    public static string ToText(ReadOnlyMemory<byte> content)
    {
        FormatError error = default;
        var name = new DerReader(content.Span, ref error);
        var text = new StringBuilder();
        while (!name.AtEnd)
        {
            text.Append(text.Length == 0 ? string.Empty : ", ");
            if (!name.TryEnter(DerTag.Set, out var set) || !TryAdd(set, text))
            {
                return Convert.ToHexStringLower(content.Span);
            }
        }

        return text.ToString();
    }

    private static bool TryAdd(DerReader set, StringBuilder text)
    {
        var isFirst = true;
        while (!set.AtEnd)
        {
            if (!set.TryEnter(DerTag.Sequence, out var part) || !part.TryRead(DerTag.ObjectIdentifier, out var oid) || !part.TryRead(out var value) || !part.TryEnd())
            {
                return false;
            }

            var dotted = Dotted(part.Of(oid));
            text.Append(isFirst ? string.Empty : " + ").Append(Names.GetValueOrDefault(dotted, "OID." + dotted)).Append('=');
            text.Append(TextOf(value.Tag, part.Of(value)) is { } known ? Quoted(known) : "#" + Convert.ToHexString(part.Whole(value)));
            isFirst = false;
        }

        return !isFirst;
    }

    private static string? TextOf(byte tag, ReadOnlySpan<byte> value) => tag switch
    {
        Utf8String or NumericString or PrintableString or Ia5String or VisibleString => Encoding.UTF8.GetString(value),

        // Few keep to T.61 itself.
        T61String => System.Text.Unicode.Utf8.IsValid(value) ? Encoding.UTF8.GetString(value) : Encoding.Latin1.GetString(value),
        BmpString => Encoding.BigEndianUnicode.GetString(value),
        UniversalString => new UTF32Encoding(bigEndian: true, byteOrderMark: false).GetString(value),
        _ => null,
    };

    private static string Quoted(string value) =>
        value.Length == 0 || char.IsWhiteSpace(value[0]) || char.IsWhiteSpace(value[^1]) || value.AsSpan().ContainsAny(Special)
            ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : value;

    // X.690 8.19: seven bits a byte, the first number holds two.
    private static string Dotted(ReadOnlySpan<byte> oid)
    {
        var text = new StringBuilder();
        UInt128 number = 0;
        foreach (var part in oid)
        {
            number = (number << 7) | (uint)(part & 0x7f);
            if ((part & 0x80) != 0)
            {
                continue;
            }

            if (text.Length == 0)
            {
                var first = number < 80 ? (uint)number / 40 : 2;
                text.Append(first);
                number -= 40 * first;
            }

            text.Append('.').Append(number.ToString(CultureInfo.InvariantCulture));
            number = 0;
        }

        return text.ToString();
    }
}
