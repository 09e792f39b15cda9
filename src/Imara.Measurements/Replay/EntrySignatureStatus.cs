namespace Imara.Measurements.Replay;

/// <summary>What the signatures of an entry are worth; of several the one that stands last here.</summary>
public enum EntrySignatureStatus
{
    /// <summary>The entry has none.</summary>
    None,

    /// <summary>Every signature is good.</summary>
    Good,

    /// <summary>A signature that the entry does not tell enough about to verify, such as a portable one of metadata in the place of one of the content.</summary>
    Unchecked,

    /// <summary>The key is not among those given.</summary>
    UnknownKey,

    /// <summary>The signature is bad, malformed, or stands beside no digest that it could be about.</summary>
    Bad,
}
