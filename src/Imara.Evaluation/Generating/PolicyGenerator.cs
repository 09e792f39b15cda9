using System.Collections.Immutable;
using Imara.Policy.BuiltIn;
using Imara.Policy.Formatting;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Generating;

/// <summary>Makes a small policy that covers accesses: few rules of the usual shapes, each of which is needed.</summary>
/// <remarks>Every claim is checked with <see cref="CompiledPolicy"/>: a limit stays only if the rule still covers what it is for, a rule only if an answer changes without it.</remarks>
public sealed class PolicyGenerator
{
    private const int ExampleCount = 3;
    private const ulong TmpfsMagic = 0x1021994;

    private static readonly PolicyFunc[] Order =
    [
        PolicyFunc.BprmCheck, PolicyFunc.MmapCheck, PolicyFunc.ModuleCheck, PolicyFunc.FirmwareCheck, PolicyFunc.KexecKernelCheck, PolicyFunc.KexecInitramfsCheck,
        PolicyFunc.PolicyCheck, PolicyFunc.FileCheck,
    ];

    private readonly KernelProfile kernel;
    private readonly ActionClass actionClass;
    private readonly ImmutableArray<Observation> asked;
    private readonly ImmutableArray<ulong> exemptMagics;

    private PolicyGenerator(IEnumerable<Observation> observations, AccessKinds kinds, ActionClass actionClass, KernelProfile kernel)
    {
        this.kernel = kernel;
        this.actionClass = actionClass;
        asked = [.. observations.Where(seen => (AccessKindOf.Of(seen.Event) & kinds) != 0)];
        exemptMagics = ExemptMagics();
    }

    private bool IsAppraise => actionClass == ActionClass.Appraise;

    /// <summary>Makes a policy.</summary>
    /// <param name="observations">What was seen.</param>
    /// <param name="kinds">Which of it the policy is to cover.</param>
    /// <param name="actionClass">Measure or appraise.</param>
    /// <param name="kernel">The kernel that is to take it.</param>
    public static GeneratedPolicy Generate(IEnumerable<Observation> observations, AccessKinds kinds, ActionClass actionClass, KernelProfile kernel) =>
        new PolicyGenerator(observations, kinds, actionClass, kernel).Run();

    private GeneratedPolicy Run()
    {
        var exempt = asked.Where(IsExempt).ToImmutableArray();
        var real = asked.Where(seen => !IsExempt(seen)).ToImmutableArray();
        var wanted = IsAppraise ? real.Where(seen => seen.Label != AppraisalLabel.None).ToImmutableArray() : real;
        var refused = new List<(string Line, string Reason)>();
        var rules = new List<PolicyRule>();
        foreach (var func in Order)
        {
            var group = wanted.Where(seen => seen.Event.Func == func).ToArray();
            foreach (var part in IsAppraise ? group.GroupBy(PlaceOf).Select(part => part.ToArray()) : [group])
            {
                if (part.Length > 0 && Best(func, part, refused) is { } rule)
                {
                    rules.Add(rule);
                }
            }
        }

        List<PolicyRule> all = rules.Count == 0 ? [] : [.. DontRules(rules, exempt, refused), .. rules];
        Prune(all, [.. wanted, .. exempt]);
        var covers = CoverageOf(all);
        return new GeneratedPolicy([.. Explained(all)], [.. refused], [.. wanted.Where(covers)], exempt, [.. real.Where(seen => !covers(seen))]);
    }

    private bool IsExempt(Observation seen) => exemptMagics.Contains(seen.Event.File!.FsMagic);

    // What a file system of this kind holds is made by the kernel; tmpfs holds files that somebody wrote, which cannot keep a label over a boot.
    private ImmutableArray<ulong> ExemptMagics()
    {
        var built = BuiltInPolicies.Rules(BuiltInPolicies.Lines(IsAppraise ? BuiltInPolicy.AppraiseTcb : BuiltInPolicy.Tcb, kernel), kernel);
        return [.. built.Where(rule => !rule.IsDo).Select(rule => rule.FsMagic!.Value).Where(magic => IsAppraise || magic != TmpfsMagic)];
    }

    // An appraise rule refuses what has no label: it is not to reach further than labels were seen.
    private static (FsUuid Uuid, ByteString Name, uint Owner) PlaceOf(Observation seen)
    {
        var file = seen.Event.File!;
        return (file.FsUuid, file.FsUuid.IsNil ? file.FsName : ByteString.Empty, file.Fowner);
    }

    private PolicyRule? Best(PolicyFunc func, Observation[] part, List<(string Line, string Reason)> refused)
    {
        (string Line, string Reason)? why = null;
        foreach (var candidate in Candidates(func, part))
        {
            var (rule, reason) = Ask(candidate);
            if (rule is not null && part.All(CoverageOf([rule]).Invoke))
            {
                return rule;
            }

            why = (TextOf(candidate), reason ?? "it does not match what it was made for");
        }

        if (why is { } last)
        {
            refused.Add(last);
        }

        return null;
    }

    // The narrowest first.
    private IEnumerable<PolicyRule> Candidates(PolicyFunc func, Observation[] part)
    {
        var plain = new PolicyRule { Action = IsAppraise ? PolicyAction.Appraise : PolicyAction.Measure, Func = func };
        if (IsAppraise)
        {
            var (uuid, name, owner) = PlaceOf(part[0]);
            plain = plain with
            {
                FsUuid = uuid.IsNil ? null : uuid,
                FsName = uuid.IsNil && name.Length > 0 ? name : null,
                Fowner = Equal(owner),
                Options = part.All(seen => seen.Label == AppraisalLabel.Signature) ? RuleOptions.Digsig : RuleOptions.None,
            };
        }

        foreach (var mask in Masks(func, part))
        {
            foreach (var limited in Limited(plain with { Mask = mask }, func, part))
            {
                yield return limited;
            }
        }

        // A name that no rule can hold.
        if (plain.FsName is not null)
        {
            yield return plain with { FsName = null };
        }
    }

    // Larger ids read back as negative numbers, which no kernel takes.
    private static IdCondition? Equal(uint id) => id <= int.MaxValue ? new IdCondition(IdOperator.Equal, id) : null;

    private IEnumerable<PolicyRule> Limited(PolicyRule rule, PolicyFunc func, Observation[] part)
    {
        if (func == PolicyFunc.FileCheck && !IsAppraise)
        {
            var first = part[0].Event;

            // One file system is a better limit than a dont rule for each of the others.
            var named = Place(first.File!);
            foreach (var placed in ReferenceEquals(named, rule) ? [rule] : (PolicyRule[])[named, rule])
            {
                yield return placed with { Uid = Equal(first.Creds.Uid) };
                yield return placed with { Euid = Equal(first.Creds.Euid) };
                yield return placed;
            }

            yield break;
        }

        yield return rule;

        PolicyRule Place(FileFacts file) => file.FsUuid.IsNil
            ? (file.FsName.Length > 0 ? rule with { FsName = file.FsName } : rule)
            : rule with { FsUuid = file.FsUuid };
    }

    // The kernel asks about modules, firmware, images and policies with MAY_READ alone: a mask says nothing there.
    private static IEnumerable<MaskCondition?> Masks(PolicyFunc func, Observation[] part)
    {
        if (func is PolicyFunc.BprmCheck or PolicyFunc.MmapCheck or PolicyFunc.FileCheck)
        {
            var bit = func == PolicyFunc.FileCheck ? AccessMask.Read : AccessMask.Exec;
            if (part.All(seen => seen.Event.Mask == bit))
            {
                yield return new MaskCondition(bit, AnyOf: false);
            }

            if (part.All(seen => (seen.Event.Mask & bit) != 0))
            {
                yield return new MaskCondition(bit, AnyOf: true);
            }
        }

        yield return null;
    }

    private IEnumerable<PolicyRule> DontRules(List<PolicyRule> rules, ImmutableArray<Observation> exempt, List<(string Line, string Reason)> refused)
    {
        var reached = exempt.Where(CoverageOf(rules)).Select(seen => seen.Event.File!.FsMagic).ToHashSet();
        var isWide = IsAppraise || rules.Exists(rule => rule is { Func: PolicyFunc.FileCheck, FsUuid: null, FsName: null });
        foreach (var magic in exemptMagics.Where(magic => isWide || reached.Contains(magic)))
        {
            var candidate = new PolicyRule { Action = IsAppraise ? PolicyAction.DontAppraise : PolicyAction.DontMeasure, FsMagic = magic };
            var (rule, reason) = Ask(candidate);
            if (rule is not null)
            {
                yield return rule;
            }
            else
            {
                refused.Add((TextOf(candidate), reason!));
            }
        }
    }

    // The rule as the kernel understands its line: what is printed and what is checked are one.
    private (PolicyRule? Rule, string? Reason) Ask(PolicyRule rule)
    {
        var verdict = RuleParser.Parse(new ByteString(TextOf(rule)).Span, new RuleContext(kernel, LsmContext.None));
        return (verdict.Rule, verdict.Diagnostic?.Message);
    }

    private string TextOf(PolicyRule rule) => CanonicalRule.Write(rule, kernel)!.Value.ToString().TrimEnd(' ');

    // Rules that change no answer go, the last first: the usual shapes stand at the beginning.
    private void Prune(List<PolicyRule> rules, ImmutableArray<Observation> seen)
    {
        var answers = AnswersOf(rules, seen);
        for (var i = rules.Count - 1; i >= 0; i--)
        {
            if (!IsPrecaution(rules[i]))
            {
                var rule = rules[i];
                rules.RemoveAt(i);
                if (!AnswersOf(rules, seen).AsSpan().SequenceEqual(answers))
                {
                    rules.Insert(i, rule);
                }
            }
        }
    }

    private bool[] AnswersOf(List<PolicyRule> rules, ImmutableArray<Observation> seen)
    {
        var policy = new CompiledPolicy([.. rules], LsmKind.None, isAppraising: true);
        return [.. seen.Select(one => policy.Decide(one.Event).Has(actionClass))];
    }

    private Func<Observation, bool> CoverageOf(IEnumerable<PolicyRule> rules)
    {
        var policy = new CompiledPolicy([.. rules], LsmKind.None, isAppraising: true);
        return seen => policy.Decide(seen.Event).Has(actionClass);
    }

    // What a wide rule of reads would also reach, and what an appraise rule must not refuse, is kept out whether it was seen or not.
    private static bool IsPrecaution(PolicyRule rule) => !rule.IsDo;

    private IEnumerable<GeneratedRule> Explained(List<PolicyRule> rules)
    {
        var policy = new CompiledPolicy([.. rules], LsmKind.None, isAppraising: true);
        var decided = asked.ToLookup(seen => policy.Decide(seen.Event).RuleOf(actionClass));
        for (var i = 0; i < rules.Count; i++)
        {
            var rule = rules[i];
            var seen = decided[i].ToArray();
            yield return new GeneratedRule(
                rule,
                TextOf(rule),
                RulePurpose.Of(rule),
                seen.Sum(one => one.Count),
                seen.Select(one => one.Path).Distinct().Count(),
                Paths(seen),
                IsAppraise && rule.IsDo ? Paths(seen.Where(one => !Accepts(rule, one.Label)), int.MaxValue) : [],
                RulePurpose.CautionOf(rule),
                IsPrecaution(rule) && seen.Length == 0);
        }
    }

    private static bool Accepts(PolicyRule rule, AppraisalLabel label) =>
        label == AppraisalLabel.Signature || (label == AppraisalLabel.Hash && (rule.Options & RuleOptions.Digsig) == 0);

    private static ImmutableArray<ByteString> Paths(IEnumerable<Observation> seen, int count = ExampleCount) =>
        [.. seen.GroupBy(one => one.Path, one => one.Count).OrderByDescending(path => path.Sum()).ThenBy(path => path.Key.ToString(), StringComparer.Ordinal).Select(path => path.Key).Take(count)];
}
