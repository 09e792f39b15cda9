using Imara.Boot.InForce;
using Imara.Policy.Checking;

namespace Imara.Boot.Loading;

/// <summary>Tells whether a policy is the one in force, where no other can be loaded any more.</summary>
/// <param name="facts">What the machine shows of the policy in force.</param>
/// <param name="listener">Is told what happens.</param>
internal sealed class ForceCheck(InForceFacts facts, ILoadListener listener)
{
    /// <summary>Asks what the kernel, our record or PID 1 tell.</summary>
    /// <param name="check">The policy.</param>
    /// <param name="about">The kernel, as it is known.</param>
    /// <param name="changed">When the policy file changed last; null: not known.</param>
    /// <param name="verdict">The answer; null if the policy was not compared, because the kernel would refuse it.</param>
    public LoadState Of(PolicyCheck check, LoadingKernel about, DateTimeOffset? changed, out InForceVerdict? verdict)
    {
        var name = check.Sources[0].Name;
        verdict = null;
        if (!check.IsAccepted && about.IsKnown)
        {
            listener.Refusal(check);
            listener.Failure($"{name}: a policy was loaded in this boot before; it cannot be this one, which the kernel would refuse");
            return LoadState.Refused;
        }

        verdict = InForceJudge.Of(facts, check, about.Rules, changed);
        switch (verdict.Answer)
        {
            case InForceAnswer.This:
                listener.Note($"{name}: in force already: {verdict.Reason}");
                return LoadState.Loaded;
            case InForceAnswer.Other:
                listener.Failure($"{name}: {verdict.Reason}, and only a boot changes that");
                return LoadState.Refused;
            default:
                listener.Failure($"{name}: {verdict.Reason}; only a boot loads another");
                return LoadState.Uncertain;
        }
    }
}
