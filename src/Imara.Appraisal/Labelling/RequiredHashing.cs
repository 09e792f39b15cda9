namespace Imara.Appraisal.Labelling;

/// <summary>What hashing does for a requirement: a digest where one is enough, in an algorithm that the rules allow.</summary>
/// <remarks>docs/reference/appraisal.md 5, steps 5 and 9.</remarks>
public static class RequiredHashing
{
    /// <summary>The cause where a rule takes nothing but a signature.</summary>
    public const string SignatureRequired = "IMA-signature-required";

    /// <summary>The action for a requirement.</summary>
    /// <param name="requirement">What rules ask for.</param>
    /// <param name="algo">The algorithm that was asked for; used if the rules allow it.</param>
    /// <param name="force">As for <see cref="HashAction"/>.</param>
    public static FileAction Of(Requirement requirement, HashAlgo algo, bool force)
    {
        if (requirement.NeedsSignature)
        {
            return new ImpossibleAction(SignatureRequired);
        }

        return RequiredSigning.AllowedAlgo(requirement, algo) is { } allowed ? new HashAction(allowed, force) : new ImpossibleAction(RequiredSigning.DeniedAlgorithm);
    }
}
