using System.Collections.Immutable;
using Imara.Boot.InForce;
using Imara.Boot.Machine;
using Imara.Policy.Formatting;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Boot.Status;

/// <summary>Which policy is in force, as far as it shows.</summary>
/// <param name="State">Where it comes from.</param>
/// <param name="File">What the policy file still allows.</param>
/// <param name="Rules">The rules; null: they are not known.</param>
/// <param name="Source">How they are known.</param>
/// <param name="Lines">How many rules were loaded; null: that is not known.</param>
/// <param name="Unparsed">How many of them this program does not understand.</param>
/// <remarks>docs/reference/policy.md 1.1 and 1.7.</remarks>
public sealed record PolicyInForce(PolicyInForceState State, PolicyFileState File, ImmutableArray<PolicyRule>? Rules, PolicySourceKind Source, int? Lines, int Unparsed)
{
    /// <summary>Decides.</summary>
    /// <param name="facts">What the machine shows of it.</param>
    /// <param name="boot">What the command line makes of IMA; null: it is not known.</param>
    /// <param name="context">The kernel and its security module.</param>
    /// <param name="wasLoaded">True if the kernel's log tells of a policy update.</param>
    public static PolicyInForce Of(InForceFacts facts, BootParameters? boot, RuleContext context, bool wasLoaded)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var (kernel, file) = (context.Kernel, facts.File);
        var defaults = boot?.DefaultRules(kernel);
        var isCustom = (file & PolicyFileState.Writable) == 0 || wasLoaded;
        if (LivePolicy.Of(facts, context) is { } check)
        {
            var rules = check.Rules;
            if (facts.ReadBack is not { } live)
            {
                return new PolicyInForce(PolicyInForceState.Custom, file, rules, PolicySourceKind.Record, check.Lines.Length, check.Lines.Length - rules.Length);
            }

            var isDefault = defaults is { } built && CanonicalLines(built, kernel).SequenceEqual(PolicyLines.Of(live));
            var state = isCustom ? PolicyInForceState.Custom : isDefault ? PolicyInForceState.Default : PolicyInForceState.Unknown;
            return new PolicyInForce(state, file, rules, PolicySourceKind.ReadBack, PolicyLines.Of(live).Length, check.Lines.Length - rules.Length);
        }

        if (isCustom)
        {
            return new PolicyInForce(PolicyInForceState.Custom, file, null, PolicySourceKind.None, null, 0);
        }

        // With WRITE_POLICY the file looks the same before and after a load.
        return kernel.Is(KernelOption.WritePolicy)
            ? new PolicyInForce(PolicyInForceState.Unknown, file, null, PolicySourceKind.None, null, 0)
            : new PolicyInForce(PolicyInForceState.Default, file, defaults, defaults is null ? PolicySourceKind.None : PolicySourceKind.CommandLine, null, 0);
    }

    private static IEnumerable<ByteString> CanonicalLines(ImmutableArray<PolicyRule> rules, KernelProfile kernel) =>
        rules.Select(rule => CanonicalRule.Write(rule, kernel)).OfType<ByteString>();
}
