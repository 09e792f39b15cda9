using System.Collections.Immutable;
using Imara.Evaluation;
using Imara.Evaluation.Differences;
using Imara.Policy.Checking;
using Imara.Policy.Formatting;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Boot.InForce;

/// <summary>A policy that was meant to be loaded against the one that reads back.</summary>
/// <param name="Intended">The file, as the kernel takes it.</param>
/// <param name="Live">The policy in force.</param>
/// <param name="Lines">The lines that differ, in the form that reads back.</param>
/// <param name="Meaning">The events that are treated differently; null: one of the two is not accepted, so there is nothing to compare.</param>
public sealed record PolicyReadBack(PolicyCheck Intended, PolicyCheck Live, LineDifference Lines, PolicyComparison? Meaning)
{
    /// <summary>Compares.</summary>
    /// <param name="name">What the file is called.</param>
    /// <param name="file">The policy that was meant.</param>
    /// <param name="live">The policy in force, as it reads back.</param>
    /// <param name="context">The kernel and its security module.</param>
    public static PolicyReadBack Compare(string name, ReadOnlyMemory<byte> file, ReadOnlyMemory<byte> live, RuleContext context)
    {
        var intended = PolicyChecker.Check([new PolicySource(name, file)], context, LoadMethod.Path);
        var inForce = LivePolicy.OfReadBack(live, context);
        ImmutableArray<ByteString> lines = [.. intended.Lines.Select(line => line.Canonical).OfType<ByteString>()];
        return new PolicyReadBack(intended, inForce, LineDifference.Of(lines, PolicyLines.Of(live)), MeaningOf(intended, inForce, context));
    }

    private static PolicyComparison? MeaningOf(PolicyCheck intended, PolicyCheck live, RuleContext context)
    {
        if (!intended.IsAccepted || !live.IsAccepted)
        {
            return null;
        }

        var (a, b) = (intended.Rules, live.Rules);
        return PolicyComparer.Compare(
            Compiled([.. a.Select(rule => ReadBackText.Complete(rule, b))], context), Compiled([.. b.Select(rule => ReadBackText.Complete(rule, a))], context), context.Kernel, context.Lsm.Kind);
    }

    private static CompiledPolicy Compiled(ImmutableArray<PolicyRule> rules, RuleContext context) =>
        new(rules, context.Lsm.Kind, context.Kernel.Is(KernelOption.Appraise));
}
