using System.Globalization;
using System.Text;

namespace Imara.Signatures.Asn1;

/// <summary>Times of certificates (RFC 5280 4.1.2.5).</summary>
internal static class DerTime
{
    private const byte UtcTime = 0x17;
    private const byte GeneralizedTime = 0x18;

    /// <summary>The next element as a time; null if it is none. Years of two digits are 1950 to 2049.</summary>
    public static DateTimeOffset? Read(ref DerReader reader)
    {
        if (!reader.TryRead(out var element) || element.Tag is not (UtcTime or GeneralizedTime))
        {
            return null;
        }

        var text = Encoding.Latin1.GetString(reader.Of(element));
        if (element.Tag == UtcTime)
        {
            text = (string.CompareOrdinal(text, "50") < 0 ? "20" : "19") + text;
        }

        return DateTimeOffset.TryParseExact(text, "yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
    }
}
