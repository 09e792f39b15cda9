using Imara.Policy.Checking;
using Imara.Policy.Fixing;
using Imara.Policy.Kernels;
using Imara.Policy.Linting;
using Imara.Policy.Parsing;

namespace Imara.Fuzz.Targets;

/// <summary>Any text can be linted and fixed: findings underline bytes of it, and a fixed text has nothing left to fix.</summary>
internal static class PolicyLintTarget
{
    private static readonly RuleContext[] Contexts =
    [
        new(KnownKernels.Find("6.12-lab")!, LsmContext.None),
        new(KnownKernels.OfVersion(KernelFeatures.Newest), new LsmContext(LsmKind.SELinux)),
    ];

    public static void Run(byte[] input)
    {
        foreach (var context in Contexts)
        {
            PolicyCheck Lint(IReadOnlyList<PolicySource> sources) => PolicyLinter.Lint(PolicyChecker.Check([.. sources], context, LoadMethod.Lines), context, LintLevels.Usual);
            var check = Lint([new PolicySource("input", input)]);
            foreach (var finding in check.Diagnostics)
            {
                var span = finding.Diagnostic.Span;
                Property.Holds(span.Start >= 0 && span.Length >= 0 && span.End <= input.Length, "a span lies in the text");
            }

            var once = PolicyFixer.Apply(check, sources => Lint(sources));
            var twice = PolicyFixer.Apply(once.Check, sources => Lint(sources));
            Property.Holds(!twice.IsChanged(0), "a fixed text has nothing left to fix");
        }
    }
}
