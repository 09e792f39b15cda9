namespace Imara.Measurements.Replay;

/// <summary>What was found in a list.</summary>
public enum ListFindingKind
{
    /// <summary>A file was written while it was measured; its content is unknown (6).</summary>
    Violation,

    /// <summary>The template digest is zero, but the digest of the file is not (6).</summary>
    MalformedViolation,

    /// <summary>The template digest in the list is not the one of the data (7).</summary>
    DigestMismatch,

    /// <summary>The template data does not consist of the fields of the template (2.1).</summary>
    MalformedData,

    /// <summary>The template is unknown: the entry is what was extended, but what it says cannot be told (4.2).</summary>
    UnknownTemplate,

    /// <summary>Reading stopped here.</summary>
    MalformedList,

    /// <summary>The first entry is not the boot aggregate, and no PCR agrees with what is left: the head of the list was deleted (12).</summary>
    ListTrimmed,

    /// <summary>The entry names a PCR that no TPM has (7).</summary>
    NotAttestable,

    /// <summary>The PCRs agree with the entries before this one; this and later ones are in the list alone (7).</summary>
    UnattestedEntries,

    /// <summary>A PCR does not correspond to any prefix of the list (7).</summary>
    PcrMismatch,

    /// <summary>The PCR is extended by firmware too, so its value cannot be derived from the list alone (7).</summary>
    PcrNotVerifiable,

    /// <summary>No bank gives a value for a PCR that the list names.</summary>
    PcrMissing,

    /// <summary>A bank is extended with SHA-1 filled up with zero bytes (7).</summary>
    PaddedSha1,

    /// <summary>The firmware's log gives another boot aggregate (7.1, 7.2).</summary>
    BootAggregateMismatch,

    /// <summary>What was given to compare the boot aggregate with does not tell (7.2).</summary>
    BootAggregateUnchecked,

    /// <summary>There is no boot aggregate, and yet the PCRs agree with the list from its first entry on.</summary>
    NoBootAggregate,

    /// <summary>PCRs are not what the logs of firmware and systemd give (7.2).</summary>
    PcrNotExplained,

    /// <summary>A log of the boot could not be read.</summary>
    BootLogUnusable,

    /// <summary>A log of the boot lacks something.</summary>
    BootLogIncomplete,

    /// <summary>A signature in an entry is bad.</summary>
    BadSignature,

    /// <summary>A signature in an entry is by a key that was not given, or cannot be verified from a list.</summary>
    UncheckedSignature,
}
