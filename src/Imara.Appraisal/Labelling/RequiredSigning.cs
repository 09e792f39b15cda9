using Imara.Policy.Rules;
using Imara.Signatures;

namespace Imara.Appraisal.Labelling;

/// <summary>What signing does for a requirement: the weakest label that satisfies all rules, in an algorithm they allow.</summary>
/// <remarks>docs/reference/appraisal.md 5, steps 5 and 9.</remarks>
public static class RequiredSigning
{
    /// <summary>The cause where the rules exclude each other's algorithms, or every one that can be used.</summary>
    public const string DeniedAlgorithm = "denied-hash-algorithm";

    private static readonly HashAlgo[] Preferred = [HashAlgo.Sha256, HashAlgo.Sha512, HashAlgo.Sha384, HashAlgo.Sha3_256, HashAlgo.Sha3_512, HashAlgo.Sha3_384, HashAlgo.Sha224, HashAlgo.Sha1];

    /// <summary>The action for a requirement.</summary>
    /// <param name="requirement">What rules ask for.</param>
    /// <param name="plan">What the user asked for: key, algorithm if the rules allow it, security.evm.</param>
    public static FileAction Of(Requirement requirement, SignPlan plan)
    {
        if (AllowedAlgo(requirement, plan.Algo) is not { } allowed)
        {
            return new ImpossibleAction(DeniedAlgorithm);
        }

        var label = !requirement.NeedsSignature ? ImaLabel.Digest : requirement.NeedsVerity ? ImaLabel.VeritySignature : ImaLabel.Signature;
        if (label == ImaLabel.VeritySignature && allowed is not (HashAlgo.Sha256 or HashAlgo.Sha512))
        {
            return new ImpossibleAction(DeniedAlgorithm);
        }

        if (label == ImaLabel.Digest && plan.Evm == EvmLabel.None)
        {
            return new HashAction(allowed, plan.Force);
        }

        return new SignAction(plan with
        {
            Ima = label,
            Algo = allowed,
            VerityAlgo = allowed == HashAlgo.Sha512 ? VerityAlgo.Sha512 : VerityAlgo.Sha256,
            Maker = requirement.NeedsV3 ? new SignatureMaker(plan.Maker!.Key, plan.Maker.KeyId, version: 3) : plan.Maker,
        });
    }

    /// <summary>The algorithm that was asked for if the rules allow it, else the best that they do; null if there is none.</summary>
    internal static HashAlgo? AllowedAlgo(Requirement requirement, HashAlgo asked) =>
        requirement.Algos.Contains(asked) ? asked : Preferred.Cast<HashAlgo?>().FirstOrDefault(known => requirement.Algos.Contains(known!.Value));
}
