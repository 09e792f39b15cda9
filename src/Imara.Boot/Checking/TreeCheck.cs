using System.Collections.Immutable;
using Imara.Boot.Machine;
using Imara.Diagnostics;
using Imara.Policy.Rules;

namespace Imara.Boot.Checking;

/// <summary>Looks at every other file of the system: a boot reads files, loads modules and libraries and runs scripts that nobody can list before.</summary>
internal static class TreeCheck
{
    private const int Named = 3;

    /// <summary>Verifies them; one that is refused proves nothing, since nobody knows whether it is needed.</summary>
    /// <param name="scope">The preflight.</param>
    public static void Add(PreflightScope scope)
    {
        if (!scope.Refuses || scope.Init is null)
        {
            return;
        }

        if (scope.Appraises)
        {
            Look(scope, scope.Question.Check.Rules, PreflightDiagnostics.OthersRefused);
        }

        if (scope.Before.Any(rule => rule.Action == PolicyAction.Appraise))
        {
            Look(scope, scope.Before, PreflightDiagnostics.OthersRefusedBefore);
        }
    }

    private static void Look(PreflightScope scope, ImmutableArray<PolicyRule> rules, DiagnosticDescriptor refused)
    {
        if (!RuleSubjects.TryFind(rules, out var subjects))
        {
            scope.Add(PreflightDiagnostics.UsersUnseen, PreflightTopic.Tree, PreflightVerdict.Unproven, scope.Question.Root);
        }

        var heard = new FileFindings(PreflightTopic.Tree, PreflightVerdict.Unproven, PreflightVerdict.Unproven);
        new FileVerification(scope).Run(LocalMounts.Below(scope.Question.Root), () => scope.Appraised(rules, subjects), heard, isRecursive: true, countsWrites: true);
        var known = scope.Found.Select(finding => finding.Subject).ToHashSet(StringComparer.Ordinal);
        var others = heard.Found.Where(finding => !known.Contains(finding.Subject)).ToList();
        Tell(refused, [.. others.Where(finding => finding.Kind == PreflightDiagnostics.FileRefused)]);
        Tell(PreflightDiagnostics.OthersUnchecked, [.. others.Where(finding => finding.Kind != PreflightDiagnostics.FileRefused)]);

        void Tell(DiagnosticDescriptor kind, List<PreflightFinding> findings)
        {
            if (findings.Count > 0)
            {
                var names = string.Join(", ", findings.Take(Named).Select(finding => finding.Subject)) + (findings.Count > Named ? ", .." : string.Empty);
                scope.Add(kind, PreflightTopic.Tree, PreflightVerdict.Unproven, scope.Question.Root, $"{findings.Count}", names);
            }
        }
    }
}
