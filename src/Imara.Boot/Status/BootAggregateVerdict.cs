namespace Imara.Boot.Status;

/// <summary>What the first list entry says about the TPM.</summary>
public enum BootAggregateVerdict
{
    /// <summary>It could not be compared, or with nothing that tells.</summary>
    Unchecked,

    /// <summary>It is what the firmware's log or the PCRs give.</summary>
    Matches,

    /// <summary>It is not what the firmware's log gives, nor the PCRs.</summary>
    Differs,

    /// <summary>It is zero: IMA started without a TPM.</summary>
    NoTpm,

    /// <summary>The first entry is another one: the head of the list was deleted.</summary>
    Trimmed,
}
