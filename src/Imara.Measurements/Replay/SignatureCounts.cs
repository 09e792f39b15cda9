namespace Imara.Measurements.Replay;

/// <summary>How many entries have signatures, and what they are worth.</summary>
/// <param name="Good">Entries whose signatures are good.</param>
/// <param name="Unchecked">Entries with a signature that cannot be verified from a list.</param>
/// <param name="UnknownKey">Entries signed by a key that was not given.</param>
/// <param name="Bad">Entries with a bad signature.</param>
public readonly record struct SignatureCounts(long Good, long Unchecked, long UnknownKey, long Bad)
{
    /// <summary>One entry more.</summary>
    internal SignatureCounts Plus(EntrySignatureStatus status) => status switch
    {
        EntrySignatureStatus.Good => this with { Good = Good + 1 },
        EntrySignatureStatus.Unchecked => this with { Unchecked = Unchecked + 1 },
        EntrySignatureStatus.UnknownKey => this with { UnknownKey = UnknownKey + 1 },
        EntrySignatureStatus.Bad => this with { Bad = Bad + 1 },
        _ => this,
    };
}
