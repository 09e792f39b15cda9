namespace Imara.Signatures.Asn1;

/// <summary>Where one element lies; offsets count from the start of the whole input.</summary>
/// <param name="Tag">Identifier octet.</param>
/// <param name="HeaderStart">Offset of the identifier octet.</param>
/// <param name="Start">Offset of the first content byte.</param>
/// <param name="Length">Number of content bytes.</param>
internal readonly record struct DerElement(byte Tag, int HeaderStart, int Start, int Length)
{
    /// <summary>Offset of the first byte after the element.</summary>
    public int End => Start + Length;
}
