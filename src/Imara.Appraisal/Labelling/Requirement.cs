using Imara.Policy.Rules;

namespace Imara.Appraisal.Labelling;

/// <summary>What rules ask of a file's labels, all together.</summary>
/// <param name="Options">Options of all rules that appraise it.</param>
/// <param name="Algos">The algorithms that every such rule allows.</param>
public readonly record struct Requirement(RuleOptions Options, HashAlgoSet Algos)
{
    /// <summary>A signature is asked for, and an appended one would not do everywhere.</summary>
    public bool NeedsSignature => (Options & RuleOptions.Digsig) != 0;

    /// <summary>A signature over fs-verity's digest is asked for.</summary>
    public bool NeedsVerity => (Options & RuleOptions.Verity) != 0;

    /// <summary>A signature of version 3 is asked for.</summary>
    public bool NeedsV3 => (Options & RuleOptions.Sigv3) != 0;
}
