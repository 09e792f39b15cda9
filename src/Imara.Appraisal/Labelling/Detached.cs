namespace Imara.Appraisal.Labelling;

/// <summary>Signatures in files of their own, for file systems and packages without attributes. The content is what the attribute would hold.</summary>
internal static class Detached
{
    /// <summary>Permission bits: a signature is no secret.</summary>
    public const int Mode = 0x1a4; // 0644

    /// <summary>What follows the path of the signed file.</summary>
    public static ReadOnlySpan<byte> Suffix => ".sig"u8;
}
