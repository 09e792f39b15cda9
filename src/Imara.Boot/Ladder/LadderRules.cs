using System.Collections.Immutable;
using Imara.Policy.CommandLine;

namespace Imara.Boot.Ladder;

/// <summary>The rules of climbing: a step is granted when the one before was held through a boot and is clean. Going down is always granted. Pure.</summary>
/// <remarks>docs/reference/boot.md 6.</remarks>
public static class LadderRules
{
    /// <summary>What a request asks of the machine: nothing is simulated or read that does not count.</summary>
    /// <param name="state">Where it stands.</param>
    /// <param name="wanted">measure, log or enforce.</param>
    public static LadderNeeds NeedsOf(LadderState state, LadderStep wanted)
    {
        ArgumentNullException.ThrowIfNull(state);
        return wanted switch
        {
            LadderStep.Log when state.Step == LadderStep.Measure => LadderNeeds.Policy | LadderNeeds.Simulation,
            LadderStep.Enforce when state.Step is LadderStep.Log or LadderStep.Trial => LadderNeeds.Policy | LadderNeeds.Audit,
            LadderStep.Log when state.Step == LadderStep.Log => LadderNeeds.Policy,
            LadderStep.Measure when state.Step <= LadderStep.Measure => LadderNeeds.Policy,
            _ => LadderNeeds.None,
        };
    }

    /// <summary>Decides about a request.</summary>
    /// <param name="state">Where the machine stands.</param>
    /// <param name="wanted">measure, log or enforce.</param>
    /// <param name="facts">What is known about it.</param>
    public static LadderDecision Decide(LadderState state, LadderStep wanted, LadderFacts facts)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(facts);
        return wanted switch
        {
            LadderStep.Measure => Measure(state, facts),
            LadderStep.Log => Log(state, facts),
            _ when state.Step == LadderStep.Trial => Finish(state, facts),
            _ when state.Step == LadderStep.Enforce => new LadderDecision(LadderStep.Enforce, [], "enforce", "log"),
            _ => Trial(state, facts),
        };
    }

    private static LadderDecision Measure(LadderState state, LadderFacts facts)
    {
        var reasons = new List<string>();
        if (state.Step <= LadderStep.Measure)
        {
            Require(facts.PolicyIsAccepted, $"{facts.Policy}: the kernel would not take it; imara policy check tells why", reasons);
        }

        if (facts.IsSecureBoot)
        {
            reasons.Add("Secure Boot is on: the kernel ignores ima_appraise=off");
        }

        return Decided(state, LadderStep.Measure, reasons, "off", null);
    }

    private static LadderDecision Log(LadderState state, LadderFacts facts)
    {
        var reasons = new List<string>();
        if (facts.IsSecureBoot)
        {
            reasons.Add("Secure Boot is on: the kernel ignores ima_appraise=log, and the policy would be enforced at once");
        }

        if (state.Step < LadderStep.Log)
        {
            if (!Held(state, LadderStep.Measure, facts, reasons))
            {
                return Decided(state, state.Step, reasons, null, null);
            }

            Clean(facts.Simulated, "the policy was not simulated", "simulated: ", reasons);
        }

        // Taken again, such as after a change of the policy: nothing is denied there, and the way up begins anew.
        if (state.Step <= LadderStep.Log)
        {
            Require(facts.PolicyIsAccepted, $"{facts.Policy}: the kernel would not take it; imara policy check tells why", reasons);
        }

        return Decided(state, LadderStep.Log, reasons, "log", null);
    }

    private static LadderDecision Trial(LadderState state, LadderFacts facts)
    {
        var reasons = new List<string>();
        if (!Held(state, LadderStep.Log, facts, reasons))
        {
            return Decided(state, state.Step, reasons, null, null);
        }

        Require(facts.PolicyIsLoaded, "nothing shows that this policy is in force in this boot (`imara boot load` sees and records it), so that nothing was logged", reasons);
        Require(IsLog(facts.Mode), "this boot does not run with ima_appraise=log", reasons);
        Clean(facts.Audited, "the audit records of this boot were not read", "logged in this boot: ", reasons);
        return Decided(state, LadderStep.Trial, reasons, null, "enforce");
    }

    private static LadderDecision Finish(LadderState state, LadderFacts facts)
    {
        var reasons = new List<string>();
        if (!Held(state, LadderStep.Trial, facts, reasons))
        {
            return Decided(state, state.Step, reasons, null, null);
        }

        Require(facts.PolicyIsLoaded, "nothing shows that this policy is in force in this boot (`imara boot load` sees and records it), so that nothing was enforced", reasons);
        Require(facts.Mode is { } mode && (mode & AppraiseBits.Enforce) != 0, "this boot does not enforce: boot the trial entry once", reasons);
        Require(facts.BootIsGood, "this boot is not marked good: multi-user.target was not reached, or imara-boot-good.service is not enabled", reasons);
        Clean(facts.Audited, "the audit records of this boot were not read", "denied in this boot: ", reasons);
        return Decided(state, LadderStep.Enforce, reasons, "enforce", "log");
    }

    private static bool IsLog(AppraiseBits? mode) => mode is { } bits && (bits & (AppraiseBits.Log | AppraiseBits.Enforce | AppraiseBits.Fix)) == AppraiseBits.Log;

    // The step before, the same policy, and a boot between. False if the machine stands elsewhere: then nothing else matters.
    private static bool Held(LadderState state, LadderStep before, LadderFacts facts, List<string> reasons)
    {
        if (state.Step != before)
        {
            reasons.Add($"the machine stands at {LadderWords.Of(state.Step)}, and the step before is {LadderWords.Of(before)}");
            return false;
        }

        Require(state.BootId != facts.BootId, $"not booted since step {LadderWords.Of(before)} was taken", reasons);
        Require(state.Policy == facts.Policy, $"step {LadderWords.Of(before)} was taken with the policy {state.Policy}", reasons);
        Require(state.PolicyDigest == facts.PolicyDigest, $"{facts.Policy} has changed since step {LadderWords.Of(before)} was taken; take that step again", reasons);
        return true;
    }

    private static void Clean(IReadOnlyList<string>? findings, string otherwise, string prefix, List<string> reasons)
    {
        if (findings is null)
        {
            reasons.Add(otherwise);
            return;
        }

        reasons.AddRange(findings.Select(finding => prefix + finding));
    }

    private static void Require(bool holds, string otherwise, List<string> reasons)
    {
        if (!holds)
        {
            reasons.Add(otherwise);
        }
    }

    private static LadderDecision Decided(LadderState state, LadderStep step, List<string> reasons, string? defaultMode, string? otherMode) =>
        reasons.Count == 0 ? new LadderDecision(step, [], defaultMode, otherMode) : new LadderDecision(state.Step, [.. reasons], null, null);
}
