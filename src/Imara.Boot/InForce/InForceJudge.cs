using Imara.Boot.Machine;
using Imara.Policy.Checking;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;

namespace Imara.Boot.InForce;

/// <summary>Answers whether a policy is the one in force, and by what evidence. Pure.</summary>
/// <remarks>docs/reference/policy.md 1.1, 1.5 and 6; boot.md 2.</remarks>
public static class InForceJudge
{
    // The clocks of the log and of files agree to a second or so.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    /// <summary>Decides.</summary>
    /// <param name="facts">What the machine shows.</param>
    /// <param name="check">The policy, checked as rules.</param>
    /// <param name="context">The kernel and its security module.</param>
    /// <param name="changed">When the policy file changed last; null: not known.</param>
    public static InForceVerdict Of(InForceFacts facts, PolicyCheck check, RuleContext context, DateTimeOffset? changed)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(check);
        if (facts.ReadBack is { } text)
        {
            return Compared(PolicyText.IsInForce(text.Span, PolicyText.Of(check)), InForceEvidence.ReadBack, "the kernel reads it back");
        }

        if ((facts.File & PolicyFileState.Readable) != 0)
        {
            return new InForceVerdict(InForceAnswer.Uncertain, InForceEvidence.None, "the policy in force cannot be read");
        }

        if ((facts.File & PolicyFileState.Writable) != 0)
        {
            return context.Kernel.Is(KernelOption.WritePolicy)
                ? new InForceVerdict(InForceAnswer.Uncertain, InForceEvidence.None, "this kernel takes policy after policy and shows none")
                : new InForceVerdict(InForceAnswer.Other, InForceEvidence.OpenFile, "no policy was loaded in this boot");
        }

        if (facts.ValidRecord is { } record)
        {
            var recorded = PolicyChecker.Check([new PolicySource(check.Sources[0].Name, record)], context, LoadMethod.Lines);
            return Compared(PolicyText.Of(recorded).AsSpan().SequenceEqual(PolicyText.Of(check)), InForceEvidence.Record, "it was recorded when it was loaded");
        }

        return OfAnnouncement(facts, check.Sources[0].Name, changed);
    }

    // systemd speaks of the path before the close, the kernel after it. What the file holds now says something only if it did not change since: by the clock of files, which
    // tells when the kernel took its own file away, and by that of the log, so that a clock that was set in between is noticed whichever way it went.
    private static InForceVerdict OfAnnouncement(InForceFacts facts, string path, DateTimeOffset? changed)
    {
        var isAnnounced = facts.Log.Any(message =>
            !message.IsKernel && message.Text.StartsWith("systemd[1]: ", StringComparison.Ordinal)
            && message.Text.Contains($"Successfully loaded the IMA custom policy {path}.", StringComparison.Ordinal));
        if (!isAnnounced || facts.Log.LastOrDefault(message => message.IsPolicyCompleted) is not { } confirmed)
        {
            return new InForceVerdict(InForceAnswer.Uncertain, InForceEvidence.None, "a policy was loaded in this boot before, and the kernel does not tell which");
        }

        if (changed is not { } last || facts.Closed is not { } closed || facts.Started is not { } started)
        {
            return new InForceVerdict(InForceAnswer.Uncertain, InForceEvidence.None, "PID 1 loaded the policy at this path, and nothing tells whether the file changed since");
        }

        return last < closed && last + Margin < started + confirmed.Time
            ? new InForceVerdict(InForceAnswer.This, InForceEvidence.Announcement, "PID 1 loaded the policy at this path in this boot, the kernel confirmed it, and the file did not change since")
            : new InForceVerdict(InForceAnswer.Uncertain, InForceEvidence.None, "PID 1 loaded the policy at this path, and the file or its folder changed since or just before");
    }

    private static InForceVerdict Compared(bool isSame, InForceEvidence evidence, string words) =>
        isSame ? new InForceVerdict(InForceAnswer.This, evidence, words) : new InForceVerdict(InForceAnswer.Other, evidence, "another policy is in force");
}
