using Imara.Diagnostics;
using Imara.Policy.Checking;
using Imara.Policy.Loading;
using Imara.Policy.Syntax;

namespace Imara.Boot.Loading;

/// <summary>What is known before the kernel is touched: which ways of loading can succeed.</summary>
internal sealed record Preflight
{
    private Preflight(PolicyCheck shown, PolicyCheck rules, LoadChoice choice)
    {
        Shown = shown;
        Rules = rules;
        Choice = choice;
    }

    /// <summary>The check whose findings tell the user most.</summary>
    public PolicyCheck Shown { get; }

    /// <summary>The check of the rules, whichever way they are given: a policy in force is compared by them, with or without its last line feed.</summary>
    public PolicyCheck Rules { get; }

    /// <summary>What was asked for.</summary>
    public LoadChoice Choice { get; }

    /// <summary>The kernel may be given the path.</summary>
    public bool MayPath { get; private init; }

    /// <summary>The kernel may be given the rules.</summary>
    public bool MayLines { get; private init; }

    /// <summary>Why a way is closed that was not asked for, or that is not the first; null if there is nothing to say.</summary>
    public string? Note { get; private init; }

    /// <summary>Why nothing is tried; null if something is.</summary>
    public string? Refusal { get; private init; }

    /// <summary>Checks a policy.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="choice">What was asked for.</param>
    public static Preflight Of(PolicySource policy, LoadingKernel kernel, LoadChoice choice)
    {
        var byPath = PolicyChecker.Check([policy], kernel.Rules, LoadMethod.Path);
        var byLines = PolicyChecker.Check([policy], kernel.Rules, LoadMethod.Lines);

        // What the check knows only from other kernels, this one may see otherwise; a refused load leaves it as it was.
        var isPathGood = byPath.IsAccepted || !kernel.IsKnown;
        var isTextGood = byLines.IsAccepted || (!kernel.IsKnown && choice == LoadChoice.Lines && IsOneRuleALine(policy.Text.Span));
        var mayPath = choice != LoadChoice.Lines && isPathGood && !policy.Name.Contains('\n', StringComparison.Ordinal);
        var mayLines = choice != LoadChoice.Path && isTextGood && !kernel.WantsSignature;
        var shown = choice == LoadChoice.Lines || (choice == LoadChoice.Auto && !byLines.IsAccepted) ? byLines : byPath;
        if (mayPath || mayLines)
        {
            return new Preflight(mayPath && byPath.IsAccepted ? byPath : shown, byLines, choice) { MayPath = mayPath, MayLines = mayLines, Note = NoteOn(mayPath, byPath, byLines, choice) };
        }

        return choice != LoadChoice.Path && isTextGood
            ? new Preflight(shown, byLines, choice) { Refusal = "the kernel wants a signed policy, given by its path: rules that are written to it are refused" }
            : new Preflight(shown, byLines, choice) { Refusal = "the kernel would refuse it; it was left untouched" };
    }

    private static string? NoteOn(bool mayPath, PolicyCheck byPath, PolicyCheck byLines, LoadChoice choice) => (mayPath, choice) switch
    {
        (false, LoadChoice.Auto) when byLines.IsAccepted =>
            $"the kernel would not take this file by its path{(byPath.Diagnostics.FirstOrDefault(found => found.Severity == DiagnosticSeverity.Error) is { } found ? ": " + found.Diagnostic.Message : string.Empty)}; its rules are written one by one",
        (true, _) when !byPath.IsAccepted => "the check of an older kernel refuses the policy; the kernel is asked",
        (false, LoadChoice.Lines) when !byLines.IsAccepted => "the check of an older kernel refuses the policy; the kernel is asked",
        _ => null,
    };

    // A line that is a path, is cut by the kernel or ends in the middle would be something else than the text says.
    private static bool IsOneRuleALine(ReadOnlySpan<byte> text)
    {
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            if (line.Length > PolicyLoad.WriteMax || line.Contains((byte)0) || PolicySyntax.KindOf(line) == PolicyLineKind.Path)
            {
                return false;
            }
        }

        return !text.IsEmpty;
    }
}
