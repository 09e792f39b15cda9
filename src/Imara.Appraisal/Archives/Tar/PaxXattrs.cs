using System.Buffers.Text;
using System.Text;
using Imara.Engine.Files;

namespace Imara.Appraisal.Archives.Tar;

/// <summary>
/// Extended attributes as pax records: <c>SCHILY.xattr.NAME</c> with the bare bytes; libarchive adds <c>LIBARCHIVE.xattr.NAME</c> in base 64, and reads any character of NAME
/// as a percent sign with two hex digits.
/// </summary>
/// <remarks>docs/reference/appraisal.md 8.</remarks>
internal static class PaxXattrs
{
    private const string Common = "SCHILY.xattr.";
    private const string Libarchive = "LIBARCHIVE.xattr.";

    /// <summary>Reads an attribute; the common record counts before libarchive's.</summary>
    public static XattrRead Read(IPaxLookup records, string name)
    {
        if (records.TryGet(KeyOf(Common, name).Span, out var value))
        {
            return XattrRead.Of(value);
        }

        if (!records.TryGet(KeyOf(Libarchive, name).Span, out var text) && !TryGetEscaped(records, name, out text))
        {
            return XattrRead.Missing;
        }

        return TryDecode(text.Span, out var decoded) ? XattrRead.Of(decoded) : new XattrRead(Errno.EIO, default);
    }

    /// <summary>Sets or removes an attribute. Libarchive's record goes in both cases: it would bring the old value back.</summary>
    /// <param name="records">The records of the file.</param>
    /// <param name="name">Full name.</param>
    /// <param name="value">The value; null removes.</param>
    public static void Change(PaxRecords records, string name, byte[]? value)
    {
        records.Remove(KeyOf(Libarchive, name));
        foreach (var key in records.EscapedKeys.Where(key => NameOf(key) == name).ToArray())
        {
            records.Remove(key);
        }

        if (value is null)
        {
            records.Remove(KeyOf(Common, name));
        }
        else
        {
            records.Put(KeyOf(Common, name), value);
        }
    }

    /// <summary>True for the key of an attribute in libarchive's form with an escape in its name.</summary>
    public static bool IsEscaped(ByteString key) => key.Span.StartsWith("LIBARCHIVE.xattr."u8) && key.Span.Contains((byte)'%');

    private static bool TryGetEscaped(IPaxLookup records, string name, out ReadOnlyMemory<byte> text)
    {
        foreach (var key in records.EscapedKeys)
        {
            if (NameOf(key) == name)
            {
                return records.TryGet(key.Span, out text);
            }
        }

        text = default;
        return false;
    }

    // An escape that is none stands for itself.
    private static string NameOf(ByteString key)
    {
        var text = key.Span[Libarchive.Length..];
        var name = new byte[text.Length];
        var length = 0;
        for (var at = 0; at < text.Length; length++)
        {
            var isEscape = text[at] == '%' && at + 2 < text.Length
                && Convert.FromHexString(text.Slice(at + 1, 2), name.AsSpan(length, 1), out _, out _) == System.Buffers.OperationStatus.Done;
            name[length] = isEscape ? name[length] : text[at];
            at += isEscape ? 3 : 1;
        }

        return Encoding.UTF8.GetString(name, 0, length);
    }

    // Both writers escape what would end the key or the escape itself.
    private static ByteString KeyOf(string prefix, string name) =>
        new(prefix + name.Replace("%", "%25", StringComparison.Ordinal).Replace("=", "%3D", StringComparison.Ordinal));

    // Libarchive writes no padding.
    private static bool TryDecode(ReadOnlySpan<byte> text, out byte[] value)
    {
        value = [];
        text = text.TrimEnd((byte)'=');
        if (text.Length % 4 == 1)
        {
            return false;
        }

        Span<byte> padded = new byte[(text.Length + 3) / 4 * 4];
        padded.Fill((byte)'=');
        text.CopyTo(padded);
        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(padded.Length)];
        if (Base64.DecodeFromUtf8(padded, decoded, out _, out var written) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        value = decoded[..written];
        return true;
    }
}
