namespace Imara.Appraisal.Archives.Tar;

/// <summary>Pax records by their key.</summary>
internal interface IPaxLookup
{
    /// <summary>The value of a key; false if it is not there.</summary>
    bool TryGet(ReadOnlySpan<byte> key, out ReadOnlyMemory<byte> value);
}
