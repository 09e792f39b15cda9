using System.Collections.Immutable;

namespace Imara.Appraisal.Archives.Tar;

/// <summary>What all global headers up to here say together. Each entry keeps the state it was read under.</summary>
internal sealed class PaxGlobals : IPaxLookup
{
    private readonly ImmutableDictionary<ByteString, ReadOnlyMemory<byte>> values;

    private PaxGlobals(ImmutableDictionary<ByteString, ReadOnlyMemory<byte>> values, long size)
    {
        this.values = values;
        Size = size;
        EscapedKeys = [.. values.Keys.Where(PaxXattrs.IsEscaped)];
    }

    /// <inheritdoc/>
    public IEnumerable<ByteString> EscapedKeys { get; }

    /// <summary>No header yet.</summary>
    public static PaxGlobals None { get; } = new(ImmutableDictionary<ByteString, ReadOnlyMemory<byte>>.Empty, 0);

    /// <summary>Bytes of keys and values.</summary>
    public long Size { get; }

    /// <summary>The state after one more header.</summary>
    public PaxGlobals With(PaxRecords records)
    {
        var builder = values.ToBuilder();
        var size = Size;
        foreach (var (key, value, _) in records.All)
        {
            size += builder.TryGetValue(key, out var old) ? value.Length - old.Length : key.Length + value.Length;
            builder[key] = value;
        }

        return new PaxGlobals(builder.ToImmutable(), size);
    }

    /// <inheritdoc/>
    public bool TryGet(ReadOnlySpan<byte> key, out ReadOnlyMemory<byte> value) => values.TryGetValue(new ByteString(key), out value);
}
