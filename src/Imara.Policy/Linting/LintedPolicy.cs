using System.Collections.Immutable;
using Imara.Policy.Checking;
using Imara.Policy.Kernels;
using Imara.Policy.Linting.Covering;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting;

/// <summary>The accepted rules of a policy in their order, and what several lint rules ask about them together.</summary>
internal sealed class LintedPolicy
{
    private readonly int[] lastDo = [-1, -1, -1, -1];
    private readonly int[] covers;
    private readonly HashSet<int> dosFiles;
    private readonly ActionClass reached;

    public LintedPolicy(PolicyCheck check, RuleContext context)
    {
        Context = context;
        dosFiles = [.. check.Diagnostics.Where(found => found.Diagnostic.Descriptor == PolicyDiagnostics.CarriageReturn).Select(found => found.Source)];
        var rules = ImmutableArray.CreateBuilder<LintedRule>();
        foreach (var line in check.Lines)
        {
            if (line.Rule is { } rule)
            {
                var linted = new LintedRule(rules.Count, line, rule, check.Syntaxes[line.Source], context.Kernel);
                rules.Add(linted);

                // docs/reference/policy.md 4.6.
                if (rule.IsDo && rule.Func != PolicyFunc.SetxattrCheck)
                {
                    Classes |= rule.Class;
                    lastDo[IndexOf(rule.Class)] = linted.Index;
                }
            }
        }

        Rules = rules.DrainToImmutable();
        covers = CoverSearch.Find(Rules, context.Kernel);
        foreach (var rule in Rules)
        {
            if (rule.Rule.IsDo && rule.Rule.Func != PolicyFunc.SetxattrCheck && rule.Reach == Reach.Events && covers[rule.Index] < 0)
            {
                reached |= rule.Rule.Class;
            }
        }
    }

    /// <summary>The kernel, the security module and what is loaded.</summary>
    public RuleContext Context { get; }

    /// <summary>The kernel.</summary>
    public KernelProfile Kernel => Context.Kernel;

    /// <summary>The accepted rules.</summary>
    public ImmutableArray<LintedRule> Rules { get; }

    /// <summary>The classes that have a do rule: the others are never asked.</summary>
    public ActionClass Classes { get; }

    /// <summary>True if carriage returns make the kernel refuse other lines of the rule's file: nobody meant this one.</summary>
    public bool IsOfDosFile(LintedRule rule) => dosFiles.Contains(rule.Line.Source);

    /// <summary>True if a do rule of the class stands behind <paramref name="rule"/>.</summary>
    public bool HasDoAfter(LintedRule rule) => lastDo[IndexOf(rule.Rule.Class)] > rule.Index;

    /// <summary>An earlier rule of the class that matches whatever <paramref name="rule"/> matches; null if none was found.</summary>
    public LintedRule? CoverOf(LintedRule rule) => covers[rule.Index] is var cover and >= 0 ? Rules[cover] : null;

    /// <summary>True if taking out <paramref name="rule"/>, which decides nothing, leaves its class asked as before.</summary>
    /// <remarks>docs/reference/policy.md 3.10 and 4.6: an appraise rule may do something beyond its matches.</remarks>
    public bool IsClassKeptWithout(LintedRule rule) => !rule.Rule.IsDo || (!HasSideEffect(rule.Rule) && (reached & rule.Rule.Class) != 0);

    /// <summary>True for the appraise rules that switch something on by being there.</summary>
    /// <remarks>docs/reference/policy.md 3.10.</remarks>
    public static bool HasSideEffect(PolicyRule rule) =>
        rule is { Action: PolicyAction.Appraise, Func: PolicyFunc.ModuleCheck or PolicyFunc.FirmwareCheck or PolicyFunc.KexecKernelCheck or PolicyFunc.PolicyCheck };

    private static int IndexOf(ActionClass actionClass) => System.Numerics.BitOperations.TrailingZeroCount((uint)actionClass);
}
