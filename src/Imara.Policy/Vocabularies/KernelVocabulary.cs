using System.Collections.Immutable;
using System.Text;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Vocabularies;

/// <summary>Everything one kernel knows of the rule language, found by asking the parser: what is listed is what is accepted.</summary>
/// <remarks>docs/reference/policy.md 2, 3 and 8. An LSM condition counts as known if the kernel has them, whatever module is active.</remarks>
public sealed class KernelVocabulary
{
    private static readonly ImmutableArray<PolicyFunc> Funcs =
        [.. Enum.GetValues<PolicyFunc>().Where(func => func is not PolicyFunc.PostSetattr)];

    private static readonly ImmutableArray<PolicyAction> Actions = [.. Enum.GetValues<PolicyAction>()];

    // SELinux understands all six LSM conditions; without a list of labels each is defined.
    private readonly RuleContext context;
    private readonly string anyHash;

    private KernelVocabulary(KernelProfile kernel)
    {
        Kernel = kernel;
        context = new RuleContext(kernel, new LsmContext(LsmKind.SELinux));
        anyHash = HashAlgos.NameOf(HashAlgos.All.Where(kernel.UsableHashes.Contains).DefaultIfEmpty(HashAlgo.Sha256).First());
        Uses = [.. Funcs.SelectMany(func => RuleItems.All, UseOf)];
        Words = [.. ActionWords(), .. FuncWords(), .. KeyWords(), .. MaskWords(), .. TemplateWords(), .. TypeWords(), .. HashWords()];
        Options = [.. KernelOptionNames.All.Where(row => kernel.Is(row.Option)).Select(row => "CONFIG_" + row.Name)];
        Quirks = [.. KernelFeatures.Table.Select(row => new KernelQuirk(row, kernel.Has(row.Feature)))];
    }

    /// <summary>The kernel.</summary>
    public KernelProfile Kernel { get; }

    /// <summary>Every word of the language, known to this kernel or not, in the order of <see cref="WordKind"/>.</summary>
    public ImmutableArray<KernelWord> Words { get; }

    /// <summary>Which func takes which key with which actions, func by func.</summary>
    public ImmutableArray<FuncUse> Uses { get; }

    /// <summary>The build options that are set, with <c>CONFIG_</c>.</summary>
    public ImmutableArray<string> Options { get; }

    /// <summary>The rows of the version table, and whether they hold here.</summary>
    public ImmutableArray<KernelQuirk> Quirks { get; }

    /// <summary>The name of one build option, with <c>CONFIG_</c>.</summary>
    public static string NameOf(KernelOption option) => KernelOptionNames.Of(option);

    /// <summary>Asks a kernel.</summary>
    public static KernelVocabulary Of(KernelProfile kernel) => new(kernel);

    private FuncUse UseOf(PolicyFunc func, (RuleKey Key, string Item, ImmutableArray<string> Texts) item) => new(
        func,
        item.Item,
        [.. Actions.Where(action => item.Texts.Any(text => Verdict(RuleOf(action, func, item.Key, text)).IsAccepted))]);

    // What SETXATTR_CHECK rules must have stands in each of them.
    private string RuleOf(PolicyAction action, PolicyFunc func, RuleKey? key, string text)
    {
        var rule = PolicyWords.Of(action);
        rule += func == PolicyFunc.None ? string.Empty : $" func={PolicyWords.Of(func)}";
        rule += func == PolicyFunc.SetxattrCheck && key != RuleKey.AppraiseAlgos ? $" appraise_algos={anyHash}" : string.Empty;
        return $"{rule} {text}{(key == RuleKey.AppraiseAlgos ? anyHash : string.Empty)}";
    }

    private RuleVerdict Verdict(string rule) => RuleParser.Parse(Encoding.ASCII.GetBytes(rule), context);

    private IEnumerable<KernelWord> ActionWords() =>
        Actions.Select(action => Word(WordKind.Action, PolicyWords.Of(action), WordFeatures.Of(action), "2.1", [PolicyWords.Of(action)]));

    private IEnumerable<KernelWord> FuncWords()
    {
        var words = Funcs.Where(func => func != PolicyFunc.None).Select(func => (Word: PolicyWords.Of(func), Func: func));
        foreach (var (word, func) in words.Concat(PolicyWords.FuncAliases))
        {
            var rules = Actions.Select(action => RuleOf(action, func, null, string.Empty).Replace(PolicyWords.Of(func), word, StringComparison.Ordinal));
            yield return Word(WordKind.Func, word, WordFeatures.Of(func), "2.3", [.. rules]);
        }
    }

    private IEnumerable<KernelWord> KeyWords()
    {
        yield return Word(WordKind.Key, "func", null, "2.2", ["measure func=FILE_CHECK"]);
        foreach (var group in RuleItems.All.GroupBy(item => item.Key))
        {
            var isKnown = Uses.Any(use => !use.Actions.IsEmpty && group.Any(item => item.Item == use.Item));
            var sample = RuleOf(PolicyAction.Measure, PolicyFunc.None, group.Key, group.First().Texts[0]);
            yield return Word(WordKind.Key, RuleKeys.WordOf(group.Key), RuleKeys.FeatureOf(group.Key), "2.2", isKnown, Verdict(sample));
        }
    }

    private IEnumerable<KernelWord> MaskWords() =>
        PolicyWords.Of(AccessMask.Exec | AccessMask.Write | AccessMask.Read | AccessMask.Append)
            .SelectMany(word => (string[])[word, "^" + word])
            .Select(word => Word(WordKind.Mask, word, null, "2.2", [$"measure mask={word}"]));

    private IEnumerable<KernelWord> TemplateWords() =>
        KernelTemplates.BuiltIn.Select(row => Word(WordKind.Template, row.Template.Name, row.Needs, "2.4", [$"measure template={row.Template.Name}"]));

    private IEnumerable<KernelWord> TypeWords()
    {
        foreach (var (word, needs) in WordFeatures.AppraiseTypes)
        {
            var isKnown = Uses.Any(use => use.Item == $"appraise_type={word}" && !use.Actions.IsEmpty);
            yield return Word(WordKind.AppraiseType, word, needs, "3.7", isKnown, Verdict($"appraise func=MODULE_CHECK appraise_type={word}"));
        }

        yield return Word(WordKind.DigestType, "verity", KernelFeature.Verity, "3.7", ["measure digest_type=verity"]);
    }

    private IEnumerable<KernelWord> HashWords() =>
        HashAlgos.All.Select(algo => Word(WordKind.Hash, HashAlgos.NameOf(algo), WordFeatures.Of(algo), "2.5", [$"appraise appraise_algos={HashAlgos.NameOf(algo)}"]));

    private KernelWord Word(WordKind kind, string word, KernelFeature? feature, string section, ImmutableArray<string> rules)
    {
        var verdicts = rules.Select(Verdict).ToArray();
        return Word(kind, word, feature, section, verdicts.Any(verdict => verdict.IsAccepted), verdicts[0]);
    }

    private static KernelWord Word(WordKind kind, string word, KernelFeature? feature, string section, bool isKnown, RuleVerdict sample)
    {
        var row = feature is { } needed ? KernelFeatures.Of(needed) : null;
        return new KernelWord(kind, word, isKnown, row, section, isKnown ? null : sample.Diagnostic is { } why ? $"{why.Message}; {why.Help}" : "no rule takes it");
    }
}
