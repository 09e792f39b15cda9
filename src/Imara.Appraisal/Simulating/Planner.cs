using Imara.Engine.Boot;
using Imara.Evaluation;
using Imara.Measurements;
using Imara.Policy.Rules;

namespace Imara.Appraisal.Simulating;

/// <summary>Asks the policy about kinds of files, each kind once. For one thread.</summary>
internal sealed class Planner(CompiledPolicy policy, EngineSetup setup, IReadOnlyList<Subject> subjects)
{
    private readonly Dictionary<PlanKey, AccessPlan> plans = [];
    private readonly List<AccessQuestion> questions = [];
    private readonly Template defaultTemplate = TemplateOf(setup.Boot.Template, setup.Boot.IsCustomTemplate);
    private readonly AccessTable table = new(setup.Kernel, subjects);

    /// <summary>Which accesses there are.</summary>
    public AccessTable Table => table;

    /// <summary>The plan for a kind of file.</summary>
    /// <param name="key">The kind.</param>
    /// <param name="label">Its label, which the key numbers.</param>
    public AccessPlan Of(in PlanKey key, ByteString label)
    {
        if (!plans.TryGetValue(key, out var plan))
        {
            questions.Clear();
            table.Fill(key.Owner, key.Group, key.Mode, key.Traits, key.Reach, questions);
            plans[key] = plan = Make(questions, key, label);
        }

        return plan;
    }

    /// <summary>A plan for questions of the caller's choice.</summary>
    public AccessPlan Make(IReadOnlyList<AccessQuestion> asked, in PlanKey key, ByteString label)
    {
        var facts = key.Mount.FileSystem.FactsOf(key.Owner, key.Group, label);
        var isModeless = (key.Traits & FileTraits.ModesOfMount) != 0;
        var accesses = new List<PlannedAccess>();
        var groups = new List<JudgeGroup>();
        var rules = new List<int>();
        var measures = new List<PlannedMeasure>();
        var actions = ActionClass.None;
        var options = RuleOptions.None;
        foreach (var question in asked)
        {
            var decision = policy.Decide(question.ToPolicyEvent(facts, subjects[question.Subject].Label));
            AddRules(decision, rules);
            if (decision.Actions == ActionClass.None)
            {
                continue;
            }

            actions |= decision.Actions;
            options |= decision.Options;
            if (decision.Has(ActionClass.Measure) && MeasureOf(decision) is var target && measures.TrueForAll(known => known.Pcr != target.Pcr))
            {
                measures.Add(target);
            }

            accesses.Add(new PlannedAccess(question, decision, GroupOf(question, decision, groups)));
        }

        return new AccessPlan
        {
            Accesses = [.. accesses],
            Groups = [.. groups],
            Rules = [.. rules],
            Measures = [.. measures],
            Actions = actions,
            Options = options,
            DependsOnFormat = accesses.Exists(access => access.Question.Kind is AccessKind.Execute or AccessKind.Map
                && (isModeless || access.Question.Func is PolicyFunc.MmapCheck or PolicyFunc.MmapCheckReqprot or PolicyFunc.CredsCheck)),
        };
    }

    private static void AddRules(in PolicyDecision decision, List<int> rules)
    {
        foreach (var rule in (ReadOnlySpan<int>)[decision.MeasureRule, decision.AppraiseRule, decision.AuditRule, decision.HashRule])
        {
            if (rule != PolicyDecision.NoRule && !rules.Contains(rule))
            {
                rules.Add(rule);
            }
        }
    }

    // What the verdict depends on besides the file: the rule, the options, whether it is a write, and whether content is in memory.
    private static int GroupOf(AccessQuestion question, PolicyDecision decision, List<JudgeGroup> groups)
    {
        if (!decision.Has(ActionClass.Appraise))
        {
            return -1;
        }

        var isWrite = (question.Mask & AccessMask.Write) != 0;
        var found = groups.FindIndex(group =>
            group.First.Decision.AppraiseRule == decision.AppraiseRule
            && group.First.Decision.Options == decision.Options
            && group.First.Decision.Has(ActionClass.Hash) == decision.Has(ActionClass.Hash)
            && ((group.First.Question.Mask & AccessMask.Write) != 0) == isWrite
            && group.First.Question.IsBuffered == question.IsBuffered);
        if (found < 0)
        {
            found = groups.Count;
            groups.Add(new JudgeGroup(new PlannedAccess(question, decision, found)));
        }

        return found;
    }

    private PlannedMeasure MeasureOf(in PolicyDecision decision) => new(
        decision.Pcr ?? setup.Kernel.MeasurePcr,
        decision.Template is { } name ? TemplateOf(name.Name.Length > 0 ? name.Name : name.Format, name.Name.Length == 0) : defaultTemplate,
        (decision.Options & RuleOptions.Verity) != 0);

    private static Template TemplateOf(string name, bool isCustom)
    {
        var found = isCustom ? Template.TryParseFormat(name, out var template) : Template.TryResolve(name, out template);
        return found ? template! : throw new ArgumentException($"the template `{name}` is not known", nameof(name));
    }
}
