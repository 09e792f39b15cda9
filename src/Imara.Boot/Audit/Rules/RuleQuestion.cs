using System.Collections.Immutable;
using Imara.Boot.Audit.Reading;
using Imara.Evaluation.Hooks;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Boot.Audit.Rules;

/// <summary>What a record leaves open about the event that made it.</summary>
/// <param name="Classes">The classes of rules that make such records.</param>
/// <param name="Events">The events that can have happened.</param>
/// <param name="Fits">Whether a rule can lead to this cause.</param>
internal sealed record RuleQuestion(
    ImmutableArray<ActionClass> Classes, ImmutableArray<(PolicyFunc Func, AccessMask Mask)> Events, Func<PolicyRule, bool> Fits)
{
    // Which kernel it was, a record does not say: what the newest asks is what any asks.
    private static readonly HookTable Hooks = new(KnownKernels.OfVersion(KernelFeatures.Newest));

    private static readonly ImmutableArray<(PolicyFunc, AccessMask)> Opens = [.. OpenMask.All.Select(mask => (PolicyFunc.FileCheck, mask))];

    private static readonly ImmutableArray<(PolicyFunc, AccessMask)> Executions = EventsOf([.. Hooks.ExecutionRound, .. Hooks.ProgramChosen]);

    private static readonly ImmutableArray<(PolicyFunc, AccessMask)> Mappings = EventsOf(Hooks.Protected);

    /// <summary>True for a label that was refused when it was set.</summary>
    public bool IsSetxattr { get; private init; }

    /// <summary>The question of a finding; null if rules have no part in it.</summary>
    /// <remarks>docs/reference/policy.md 4.1, 5.2; appraisal.md 5.</remarks>
    public static RuleQuestion? Of(AuditFinding finding) => finding.Cause.Id switch
    {
        "set_data denied-hash-algorithm" => new RuleQuestion([], [], _ => true) { IsSetxattr = true },
        "ToMToU" or "open_writers" => new RuleQuestion([ActionClass.Measure], [.. Opens, (PolicyFunc.FileCheck, AccessMask.Exec)], _ => true),
        "no file" => new RuleQuestion([ActionClass.Appraise], SpecialEvents.All, _ => true),
        "mmapped_writers" => new RuleQuestion([ActionClass.Appraise], Mappings, _ => true),
        "failed-mprotect" => new RuleQuestion([ActionClass.Appraise, ActionClass.Measure], Mappings, _ => true),
        "no-verity-digest" => new RuleQuestion([ActionClass.Appraise, ActionClass.Measure], EventsOf(finding), rule => Has(rule, RuleOptions.Verity)),
        "failed(directio)" => new RuleQuestion([ActionClass.Appraise, ActionClass.Measure], EventsOf(finding), _ => true),
        "failed" => new RuleQuestion([ActionClass.Appraise, ActionClass.Measure, ActionClass.Audit], EventsOf(finding), _ => true),
        "audit" => new RuleQuestion([ActionClass.Audit], EventsOf(finding), _ => true),
        "collect_data denied-hash-algorithm" => new RuleQuestion([ActionClass.Appraise], EventsOf(finding), rule => rule.AppraiseAlgos is not null),
        "missing-hash" => new RuleQuestion([ActionClass.Appraise], EventsOf(finding), rule => !Has(rule, RuleOptions.Digsig)),
        "IMA-signature-required" => new RuleQuestion([ActionClass.Appraise], EventsOf(finding), rule => Has(rule, RuleOptions.Digsig)),
        "IMA-sigv3-required" => new RuleQuestion([ActionClass.Appraise], EventsOf(finding), rule => Has(rule, RuleOptions.Sigv3)),
        "verity-signature-required" => new RuleQuestion([ActionClass.Appraise], EventsOf(finding), rule => Has(rule, RuleOptions.Digsig)),
        _ => finding.Sample.Type is AuditRecordType.Data or AuditRecordType.UserSpace && finding.Outcome is AuditOutcome.Refused
            ? new RuleQuestion([ActionClass.Appraise], EventsOf(finding), _ => true)
            : null,
    };

    private static bool Has(PolicyRule rule, RuleOptions option) => (rule.Options & option) != 0;

    private static ImmutableArray<(PolicyFunc Func, AccessMask Mask)> EventsOf(ImmutableArray<HookQuestion> questions) => [.. questions.Select(question => (question.Func, question.Mask))];

    private static ImmutableArray<(PolicyFunc Func, AccessMask Mask)> EventsOf(AuditFinding finding)
    {
        if (finding.Sample.Type == AuditRecordType.UserSpace)
        {
            return Executions;
        }

        var ways = finding.Ways;
        if (ways == AccessWays.None || (ways & AccessWays.Other) != 0 || finding.Tally.Denied + finding.Tally.Allowed < finding.Tally.Count)
        {
            return [.. Opens, .. Executions, .. Mappings, .. SpecialEvents.ByName(finding.Sample.Name.Span)];
        }

        // A program is mapped by execve itself.
        return
        [
            .. (ways & AccessWays.Open) != 0 ? Opens : [],
            .. (ways & AccessWays.Execute) != 0 ? Executions : [],
            .. (ways & (AccessWays.Execute | AccessWays.Map)) != 0 ? Mappings : [],
            .. (ways & AccessWays.Module) != 0 ? SpecialEvents.Modules : [],
            .. (ways & AccessWays.Kexec) != 0 ? SpecialEvents.Kexecs : [],
        ];
    }
}
