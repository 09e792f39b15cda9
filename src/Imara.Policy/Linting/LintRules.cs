using System.Collections.Frozen;
using System.Collections.Immutable;
using Imara.Diagnostics;
using Imara.Policy.Linting.Rules;

namespace Imara.Policy.Linting;

/// <summary>The table of lint rules: a class each in <c>Linting/Rules</c>, a page each in docs/diagnostics.</summary>
public static class LintRules
{
    /// <summary>The kinds of findings, in the order of their ids.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All => [.. Table.Select(rule => rule.Descriptor), Allowances.Unknown, Allowances.Unused];

    /// <summary>The rules, in the order of their ids.</summary>
    internal static ImmutableArray<LintRule> Table { get; } =
    [
        new MaskNeverMatches(), new AppendMaskWithoutCaret(), new MaskWithoutCaret(), new IdNeverMatches(), new ShadowedRule(), new DuplicateRule(),
        new ExceptionAfterItsRule(), new ExceptionWithoutARule(), new RuleAfterAnUnconditionalOne(), new SecondListOfSetxattrAlgorithms(), new GidIgnored(),
        new ConditionsIgnoredForDirectWrites(), new UnknownFileSystem(), new NilFileSystemUuid(), new TextAfterTheUuid(), new MagicLooksDecimal(),
        new SharedMagic(), new RepeatedValue(), new LabelNeverDefined(), new LabelUndefinedNow(), new AttributeUsedAsType(), new SpreadingOption(),
        new VerityWithoutItsTemplate(), new VerityLeavesNoTrace(), new FirmwarePcr(), new ResettablePcr(), new NoSuchPcr(), new PcrZeroMeansDefault(),
        new TemplateWithoutBuffer(), new TemplateWithoutModsig(), new OldTemplate(), new FileSystemConditionsDisagree(), new LabelsIgnoredBySetxattrCheck(),
        new ControlCharacter(), new QuotedValue(), new CommaInAList(), new KeyringWithoutItsDot(), new MisspeltCriticalData(), new AppraiseFlagIgnored(),
        new PseudoFileSystemsAppraised(), new EverythingAppraised(), new SignaturesOnFilesThatChange(), new PolicyAppraisedWithoutSignature(),
        new LaterLinesRefused(), new LimitedExceptionBeforeAppraise(), new MprotectRefused(), new StickySignatureRequirement(), new ModulesWithoutModsig(),
        new BuiltInPolicyDropped(), new AppraisalNotBuilt(), new ReadsOfRootMeasured(), new PseudoFileSystemsMeasured(), new EverythingMeasured(),
        new EverythingAudited(), new NegativeReadBack(), new ReadBackRefused(), new AliasOfAFunc(), new MagicWithoutPrefix(), new ActionNotFirst(),
    ];

    private static FrozenSet<string> Ids { get; } = All.Select(row => row.Id).ToFrozenSet();

    /// <summary>True if <paramref name="id"/> is the id of a lint rule.</summary>
    public static bool IsKnown(string id) => Ids.Contains(id);
}
