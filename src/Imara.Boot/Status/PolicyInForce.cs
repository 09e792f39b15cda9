using System.Collections.Immutable;
using Imara.Boot.Machine;
using Imara.Policy.Checking;
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
/// <param name="IsReadBack">True if <paramref name="Rules"/> were read from the kernel; else they are the built-in ones of the command line.</param>
/// <param name="Lines">How many rules read back; null: the policy could not be read.</param>
/// <param name="Unparsed">How many of them this program does not understand.</param>
/// <remarks>docs/reference/policy.md 1.1 and 1.7.</remarks>
public sealed record PolicyInForce(PolicyInForceState State, PolicyFileState File, ImmutableArray<PolicyRule>? Rules, bool IsReadBack, int? Lines, int Unparsed)
{
    /// <summary>Decides.</summary>
    /// <param name="file">What the policy file allows.</param>
    /// <param name="text">The policy as it reads back; null: it could not be read.</param>
    /// <param name="boot">What the command line makes of IMA; null: it is not known.</param>
    /// <param name="context">The kernel and its security module.</param>
    /// <param name="wasLoaded">True if the kernel's log tells of a policy update.</param>
    public static PolicyInForce Of(PolicyFileState file, ReadOnlyMemory<byte>? text, BootParameters? boot, RuleContext context, bool wasLoaded)
    {
        var kernel = context.Kernel;
        var defaults = boot?.DefaultRules(kernel);
        if (text is { } live)
        {
            var readBack = ReadBackText.ContextFor(context);
            var check = PolicyChecker.Check([new PolicySource("policy", ReadBackText.Repair(live, readBack, out _))], readBack, LoadMethod.Path);
            var rules = check.Rules;
            var isDefault = defaults is { } built && CanonicalLines(built, kernel).SequenceEqual(PolicyLines.Of(live));
            var state = (file & PolicyFileState.Writable) == 0 || wasLoaded ? PolicyInForceState.Custom
                : isDefault ? PolicyInForceState.Default
                : PolicyInForceState.Unknown;
            return new PolicyInForce(state, file, rules, IsReadBack: true, PolicyLines.Of(live).Length, check.Lines.Length - rules.Length);
        }

        if ((file & PolicyFileState.Writable) == 0 || wasLoaded)
        {
            return new PolicyInForce(PolicyInForceState.Custom, file, null, IsReadBack: false, null, 0);
        }

        // With WRITE_POLICY the file looks the same before and after a load.
        return kernel.Is(KernelOption.WritePolicy)
            ? new PolicyInForce(PolicyInForceState.Unknown, file, null, IsReadBack: false, null, 0)
            : new PolicyInForce(PolicyInForceState.Default, file, defaults, IsReadBack: false, null, 0);
    }

    private static IEnumerable<ByteString> CanonicalLines(ImmutableArray<PolicyRule> rules, KernelProfile kernel) =>
        rules.Select(rule => CanonicalRule.Write(rule, kernel)).OfType<ByteString>();
}
