using System.Collections.Immutable;
using Imara.Boot.Audit.Reading;
using Imara.Evaluation;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Boot.Audit.Rules;

/// <summary>Tells which rules of a policy can have made a record. A record does not name its rule, nor the hook; what is not known stays open.</summary>
/// <remarks>docs/reference/policy.md 4: for each event that fits the record, the first rule of the class decides; rules that may match before it are suspects, too.</remarks>
public sealed class RuleSearch
{
    private readonly ImmutableArray<PolicyRule> rules;
    private readonly LsmKind lsm;
    private readonly Dictionary<(int Rule, bool HasFile, bool HasUuid, bool HasUid, bool HasLabel, bool HasFileLabel), (CompiledPolicy Policy, bool IsSure)> known = [];

    /// <summary>Prepares for a policy.</summary>
    /// <param name="rules">The active rules, in order.</param>
    /// <param name="lsm">The security module whose labels records and files have.</param>
    public RuleSearch(ImmutableArray<PolicyRule> rules, LsmKind lsm)
    {
        this.rules = rules;
        this.lsm = lsm;
    }

    /// <summary>The rules that can have made a finding; null if no rule makes such records.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="file">Its file, if it was found.</param>
    public RuleSuspects? Find(AuditFinding finding, RecordedFile? file)
    {
        ArgumentNullException.ThrowIfNull(finding);
        var question = RuleQuestion.Of(finding);
        if (question is null)
        {
            return null;
        }

        if (question.IsSetxattr)
        {
            // docs/reference/policy.md 3.9: the first such rule gives the set.
            var first = Enumerable.Range(0, rules.Length).Where(i => rules[i].Func == PolicyFunc.SetxattrCheck).Take(1);
            return new RuleSuspects([.. first], FileIsKnown: false);
        }

        var suspects = Suspects(question, question.Events, finding.Sample, file);
        return new RuleSuspects(suspects.IsEmpty ? Suspects(question, SpecialEvents.All, finding.Sample, file) : suspects, file is not null);
    }

    /// <summary>A finding with its file and its rules. Where only rules that measure can have made it, nothing was refused.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="root">The root of the system that made it.</param>
    public ExplainedFinding Explain(AuditFinding finding, string root)
    {
        ArgumentNullException.ThrowIfNull(finding);
        var file = RecordedFile.Find(root, finding.Sample, lsm);
        var suspects = Find(finding, file);
        var isMeasured = suspects is { Rules.IsEmpty: false } && suspects.Rules.All(rule => rules[rule].Class != ActionClass.Appraise && rules[rule].Func != PolicyFunc.SetxattrCheck);
        return new ExplainedFinding(finding, file, suspects, finding.IsRefusal && isMeasured ? AuditVerdict.Unmeasured : finding.Verdict);
    }

    private ImmutableArray<int> Suspects(RuleQuestion question, ImmutableArray<(PolicyFunc Func, AccessMask Mask)> events, IntegrityRecord record, RecordedFile? file)
    {
        var suspects = new SortedSet<int>();
        foreach (var actionClass in question.Classes)
        {
            foreach (var (func, mask) in events)
            {
                if (file is null || file.IsExecutable || func is not (PolicyFunc.BprmCheck or PolicyFunc.CredsCheck))
                {
                    Walk(actionClass, func, mask, record, file, suspects);
                }
            }
        }

        return [.. suspects.Where(rule => question.Fits(rules[rule]))];
    }

    private void Walk(ActionClass actionClass, PolicyFunc func, AccessMask mask, IntegrityRecord record, RecordedFile? file, SortedSet<int> suspects)
    {
        var hasLabel = !record.Label.IsEmpty && !record.Label.Span.SequenceEqual("?"u8);
        var e = new PolicyEvent
        {
            Func = func,
            Mask = mask,
            Creds = new Credentials(record.Uid ?? 0, 0, 0, 0, 0, 0, 0),
            Subject = record.Label,
            File = file?.Facts ?? new FileFacts(),
        };
        for (var i = 0; i < rules.Length; i++)
        {
            if (rules[i].Class != actionClass || rules[i].Func == PolicyFunc.SetxattrCheck)
            {
                continue;
            }

            var hasUuid = file is { Facts.FsUuid.IsNil: false };
            var (policy, isSure) = Alone(i, (i, file is not null, hasUuid, record.Uid is not null, hasLabel, file is { Facts.Label.IsEmpty: false }));
            if (policy.Decide(e, ActionClass.Appraise).Actions == ActionClass.None)
            {
                continue;
            }

            if (rules[i].IsDo)
            {
                suspects.Add(i);
            }

            if (isSure)
            {
                return;
            }
        }
    }

    // The rule alone, as a rule that does, without the conditions whose facts are not known: it may match if this one does.
    private (CompiledPolicy Policy, bool IsSure) Alone(int index, (int Rule, bool HasFile, bool HasUuid, bool HasUid, bool HasLabel, bool HasFileLabel) key)
    {
        if (known.TryGetValue(key, out var answer))
        {
            return answer;
        }

        var rule = rules[index];
        var open = rule with
        {
            Uid = key.HasUid ? rule.Uid : null,
            Euid = null,
            Gid = null,
            Egid = null,
            FsMagic = key.HasFile ? rule.FsMagic : null,
            FsName = key.HasFile ? rule.FsName : null,
            FsSubtype = key.HasFile ? rule.FsSubtype : null,
            FsUuid = key.HasUuid ? rule.FsUuid : null,
            Fowner = key.HasFile ? rule.Fowner : null,
            Fgroup = key.HasFile ? rule.Fgroup : null,
            Lsm = [.. rule.Lsm.Where(condition => condition.Key <= LsmKey.ObjType ? key.HasFileLabel : key.HasLabel)],
        };
        answer = (new CompiledPolicy([open with { Action = PolicyAction.Appraise }], lsm, isAppraising: true), open == rule);
        known[key] = answer;
        return answer;
    }
}
