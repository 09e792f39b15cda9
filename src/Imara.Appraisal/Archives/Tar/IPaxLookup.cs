namespace Imara.Appraisal.Archives.Tar;

/// <summary>Pax records by their key.</summary>
internal interface IPaxLookup
{
    /// <summary>The value of a key; false if it is not there.</summary>
    bool TryGet(ReadOnlySpan<byte> key, out ReadOnlyMemory<byte> value);

    /// <summary>The keys of attributes in libarchive's form that have an escape in their name; the last one first.</summary>
    IEnumerable<ByteString> EscapedKeys { get; }
}
