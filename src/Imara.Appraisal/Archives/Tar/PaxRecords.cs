using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Imara.Appraisal.Archives.Tar;

/// <summary>The records of one pax header, in their order; what was read is written back byte for byte.</summary>
internal sealed class PaxRecords : IPaxLookup
{
    /// <summary>The most that a header may hold, in bytes.</summary>
    public const int MaxSize = 1 << 20;

    private readonly List<PaxRecord> records = [];

    /// <summary>Number of records.</summary>
    public int Count => records.Count;

    /// <summary>Bytes of keys and values.</summary>
    public long Size => records.Sum(r => (long)r.Key.Length + r.Value.Length);

    /// <summary>The records.</summary>
    public IReadOnlyList<PaxRecord> All => records;

    /// <summary>Reads the content of a header; the length of every record must be exact.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> content, out PaxRecords records, out FormatError error)
    {
        records = new PaxRecords();
        var offset = 0;
        while (offset < content.Length)
        {
            var rest = content.Span[offset..];
            if (rest[0] is < (byte)'1' or > (byte)'9' || !Utf8Parser.TryParse(rest, out int length, out var digits)
                || digits >= rest.Length || rest[digits] != ' ' || length <= digits + 1 || length > rest.Length)
            {
                error = new FormatError(offset, "a pax record does not begin with its length");
                return false;
            }

            var body = rest[(digits + 1)..(length - 1)];
            var equals = body.IndexOf((byte)'=');
            if (rest[length - 1] != '\n' || equals <= 0 || body[..equals].Contains((byte)0))
            {
                error = new FormatError(offset, "a pax record is not `key=value` and a newline, as long as its length says");
                return false;
            }

            records.records.Add(new PaxRecord(new ByteString(body[..equals]), content.Slice(offset + digits + 1 + equals + 1, body.Length - equals - 1), content.Slice(offset, length)));
            offset += length;
        }

        error = default;
        return true;
    }

    /// <summary>The value of a key, the last one where there are several.</summary>
    public bool TryGet(ReadOnlySpan<byte> key, out ReadOnlyMemory<byte> value)
    {
        for (var i = records.Count - 1; i >= 0; i--)
        {
            if (records[i].Key.Span.SequenceEqual(key))
            {
                value = records[i].Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <inheritdoc/>
    public IEnumerable<ByteString> EscapedKeys => records.Select(record => record.Key).Where(PaxXattrs.IsEscaped).Reverse();

    /// <summary>True if some key begins so.</summary>
    public bool HasKeyLike(ReadOnlySpan<byte> start)
    {
        foreach (var record in records)
        {
            if (record.Key.Span.StartsWith(start))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Replaces the value of a key where it stands, or adds the key at the end.</summary>
    public void Put(ByteString key, ReadOnlyMemory<byte> value)
    {
        var at = records.FindIndex(r => r.Key == key);
        if (at < 0)
        {
            records.Add(new PaxRecord(key, value, default));
            return;
        }

        records[at] = new PaxRecord(key, value, default);
        for (var i = records.Count - 1; i > at; i--)
        {
            if (records[i].Key == key)
            {
                records.RemoveAt(i);
            }
        }
    }

    /// <summary>Removes a key.</summary>
    public void Remove(ByteString key) => records.RemoveAll(r => r.Key == key);

    /// <summary>A copy that can be changed.</summary>
    public PaxRecords Copy()
    {
        var copy = new PaxRecords();
        copy.records.AddRange(records);
        return copy;
    }

    /// <summary>The content of a header.</summary>
    public byte[] Write()
    {
        using var output = new MemoryStream();
        foreach (var (key, value, raw) in records)
        {
            if (!raw.IsEmpty)
            {
                output.Write(raw.Span);
                continue;
            }

            output.Write(Encoding.ASCII.GetBytes(LengthOf(key.Length + value.Length + 3).ToString(CultureInfo.InvariantCulture)));
            output.WriteByte((byte)' ');
            output.Write(key.Span);
            output.WriteByte((byte)'=');
            output.Write(value.Span);
            output.WriteByte((byte)'\n');
        }

        return output.ToArray();
    }

    // The length counts its own digits.
    private static int LengthOf(int others)
    {
        var length = others + 1;
        while (others + length.ToString(CultureInfo.InvariantCulture).Length != length)
        {
            length = others + length.ToString(CultureInfo.InvariantCulture).Length;
        }

        return length;
    }
}
