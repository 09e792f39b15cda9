namespace Imara.Policy.Vocabularies;

/// <summary>In what two kernels differ.</summary>
public enum DifferenceKind
{
    /// <summary>A word that one of them takes.</summary>
    Word,

    /// <summary>What rules of a func may hold.</summary>
    Use,

    /// <summary>A build option.</summary>
    Option,

    /// <summary>A default.</summary>
    Default,

    /// <summary>A row of the version table that changes more than words.</summary>
    Quirk,
}
