using System.Collections.Immutable;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.BuiltIn;

/// <summary>The text of the built-in policies for a kernel, and the rules they are made of.</summary>
/// <remarks>docs/reference/policy.md 9.</remarks>
public static class BuiltInPolicies
{
    private static readonly string[] TcbExempt =
    [
        "0x9fa0", "0x62656572", "0x64626720", "0x1021994", "0x1cd1", "0x42494e4d", "0x73636673", "0xf97cff8c", "0x43415d53", "0x27e0eb", "0x63677270", "0x6e736673", "0xde5e81e4",
    ];

    private static readonly string[] AppraiseExempt =
    [
        "0x9fa0", "0x62656572", "0x64626720", "0x1021994", "0x858458f6", "0x1cd1", "0x42494e4d", "0x73636673", "0xf97cff8c", "0x43415d53", "0x6e736673", "0xde5e81e4", "0x27e0eb", "0x63677270",
    ];

    private const string Tmpfs = "0x1021994";
    private const string Configfs = "0x62656570";

    /// <summary>The names by which <c>imara policy builtin</c> and <c>ima_policy=</c> know them.</summary>
    public static ImmutableArray<(string Name, BuiltInPolicy Policy)> Names { get; } =
    [
        ("tcb", BuiltInPolicy.Tcb), ("ima_tcb", BuiltInPolicy.ImaTcb), ("appraise_tcb", BuiltInPolicy.AppraiseTcb),
        ("secure_boot", BuiltInPolicy.SecureBoot), ("fail_securely", BuiltInPolicy.FailSecurely), ("critical_data", BuiltInPolicy.CriticalData),
    ];

    /// <summary>The lines of a built-in policy, without line feeds.</summary>
    public static ImmutableArray<string> Lines(BuiltInPolicy policy, KernelProfile kernel) => policy switch
    {
        BuiltInPolicy.Tcb =>
        [
            .. DontMeasure(kernel),
            "measure func=MMAP_CHECK mask=MAY_EXEC",
            "measure func=BPRM_CHECK mask=MAY_EXEC",
            "measure func=FILE_CHECK mask=^MAY_READ euid=0",
            "measure func=FILE_CHECK mask=^MAY_READ uid=0",
            "measure func=MODULE_CHECK",
            "measure func=FIRMWARE_CHECK",
            "measure func=POLICY_CHECK",
        ],
        BuiltInPolicy.ImaTcb =>
        [
            .. DontMeasure(kernel),
            "measure func=MMAP_CHECK mask=MAY_EXEC",
            "measure func=BPRM_CHECK mask=MAY_EXEC",
            "measure func=FILE_CHECK mask=MAY_READ uid=0",
            "measure func=MODULE_CHECK",
            "measure func=FIRMWARE_CHECK",
        ],
        BuiltInPolicy.AppraiseTcb => [.. AppraiseTcb(kernel)],
        BuiltInPolicy.SecureBoot =>
        [
            kernel.Has(KernelFeature.SecureBootModsig)
                ? "appraise func=MODULE_CHECK appraise_type=imasig|modsig"
                : "appraise func=MODULE_CHECK appraise_type=imasig",
            "appraise func=FIRMWARE_CHECK appraise_type=imasig",
            "appraise func=KEXEC_KERNEL_CHECK appraise_type=imasig",
            "appraise func=POLICY_CHECK appraise_type=imasig",
        ],
        BuiltInPolicy.CriticalData => kernel.Has(KernelFeature.CriticalData) ? ["measure func=CRITICAL_DATA"] : [],
        _ => [],
    };

    /// <summary>The rules that a kernel's build options demand at every boot (<c>IMA_APPRAISE_REQUIRE_*</c>); they survive a policy load.</summary>
    public static ImmutableArray<string> BuildTimeLines(KernelProfile kernel)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        foreach (var (option, func) in (ReadOnlySpan<(KernelOption, string)>)
            [
                (KernelOption.RequireModuleSigs, "MODULE_CHECK"), (KernelOption.RequireFirmwareSigs, "FIRMWARE_CHECK"),
                (KernelOption.RequireKexecSigs, "KEXEC_KERNEL_CHECK"), (KernelOption.RequirePolicySigs, "POLICY_CHECK"),
            ])
        {
            if (kernel.Is(option))
            {
                lines.Add($"appraise func={func} appraise_type=imasig");
            }
        }

        return lines.DrainToImmutable();
    }

    /// <summary>Lines of a built-in policy as rules; built-in rules never carry the blacklist check, and modsig needs no build option there.</summary>
    public static ImmutableArray<PolicyRule> Rules(IEnumerable<string> lines, KernelProfile kernel)
    {
        var context = new RuleContext(kernel with { Options = kernel.Options | KernelOption.AppraiseModsig }, LsmContext.None);
        var rules = ImmutableArray.CreateBuilder<PolicyRule>();
        foreach (var line in lines)
        {
            var rule = RuleParser.Parse(new ByteString(line).Span, context).Rule
                ?? throw new InvalidOperationException($"the built-in rule `{line}` is not accepted by kernel {kernel.Version}");
            rules.Add(rule with { Options = rule.Options & ~RuleOptions.CheckBlacklist });
        }

        return rules.DrainToImmutable();
    }

    private static IEnumerable<string> DontMeasure(KernelProfile kernel)
    {
        var func = kernel.Has(KernelFeature.TcbTmpfsFileCheckOnly) ? "func=FILE_CHECK " : string.Empty;
        var lines = TcbExempt.Select(magic => $"dont_measure {(magic == Tmpfs ? func : string.Empty)}fsmagic={magic}");
        return kernel.Has(KernelFeature.ConfigfsExempt) ? lines.Append($"dont_measure fsmagic={Configfs}") : lines;
    }

    private static IEnumerable<string> AppraiseTcb(KernelProfile kernel)
    {
        foreach (var magic in AppraiseExempt)
        {
            yield return $"dont_appraise fsmagic={magic}";
        }

        if (kernel.Has(KernelFeature.ConfigfsExempt))
        {
            yield return $"dont_appraise fsmagic={Configfs}";
        }

        if (kernel.Is(KernelOption.WritePolicy))
        {
            yield return "appraise func=POLICY_CHECK appraise_type=imasig";
        }

        yield return kernel.Is(KernelOption.AppraiseSignedInit) ? "appraise fowner=0 appraise_type=imasig" : "appraise fowner=0";
    }
}
