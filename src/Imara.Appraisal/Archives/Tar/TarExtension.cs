namespace Imara.Appraisal.Archives.Tar;

/// <summary>A header that stands before the entry it tells more about: pax records, or a long name of GNU's.</summary>
/// <param name="Offset">Byte offset in the archive.</param>
/// <param name="Type">Its type flag.</param>
/// <param name="Raw">Header block, content and padding.</param>
/// <param name="Length">Size of the content in bytes.</param>
internal sealed record TarExtension(long Offset, byte Type, byte[] Raw, int Length)
{
    /// <summary>Pax records of one entry.</summary>
    public const byte Pax = (byte)'x';

    /// <summary>Pax records of all entries behind it.</summary>
    public const byte PaxGlobal = (byte)'g';

    /// <summary>A long name.</summary>
    public const byte LongName = (byte)'L';

    /// <summary>A long link target.</summary>
    public const byte LongLink = (byte)'K';

    /// <summary>The content.</summary>
    public ReadOnlyMemory<byte> Content => Raw.AsMemory(TarHeader.BlockSize, Length);
}
