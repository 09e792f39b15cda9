namespace Imara.Appraisal.Simulating;

/// <summary>The outcome of judging an access.</summary>
internal enum VerdictKind
{
    /// <summary>It passes.</summary>
    Good,

    /// <summary>It passes if the content has the digest that the label says.</summary>
    ContentUnchecked,

    /// <summary>It passes if the signature is good.</summary>
    SignatureUnchecked,

    /// <summary>It fails.</summary>
    Failing,

    /// <summary>It could not be told: something could not be read.</summary>
    Unreadable,
}
