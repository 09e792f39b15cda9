using System.Collections.Immutable;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Vocabularies;

/// <summary>Compares what two kernels know.</summary>
/// <remarks>docs/reference/policy.md 8.</remarks>
public static class KernelDifferences
{
    private const string Known = "known";
    private const string Unknown = "unknown";

    /// <summary>Everything in which the kernels differ: words, uses, build options, defaults, quirks, in this order.</summary>
    public static ImmutableArray<KernelDifference> Between(KernelProfile first, KernelProfile second)
    {
        var (a, b) = (KernelVocabulary.Of(first), KernelVocabulary.Of(second));
        return [.. Words(a, b), .. Uses(a, b), .. Options(a, b), .. Defaults(first, second), .. Quirks(a, b)];
    }

    /// <summary>How a word is called in a difference, such as <c>appraise_type sigv3</c>.</summary>
    public static string NameOf(WordKind kind) => kind switch
    {
        WordKind.AppraiseType => "appraise_type",
        WordKind.DigestType => "digest_type",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static IEnumerable<KernelDifference> Words(KernelVocabulary a, KernelVocabulary b) =>
        from pair in a.Words.Zip(b.Words)
        where pair.First.IsKnown != pair.Second.IsKnown && KeyOf(pair.First.Kind) is var key && (key is null || (Knows(a, key) && Knows(b, key)))
        let word = pair.First
        select new KernelDifference(
            DifferenceKind.Word, $"{NameOf(word.Kind)} {word.Word}", word.IsKnown ? Known : Unknown, pair.Second.IsKnown ? Known : Unknown,
            word.Section, word.Feature, word.Reason ?? pair.Second.Reason);

    // The values of a key that one of them does not know at all are told with the key.
    private static string? KeyOf(WordKind kind) => kind switch
    {
        WordKind.Hash => "appraise_algos",
        WordKind.DigestType => "digest_type",
        _ => null,
    };

    private static bool Knows(KernelVocabulary vocabulary, string key) => vocabulary.Words.Any(word => word.Kind == WordKind.Key && word.Word == key && word.IsKnown);

    // A func or key that one of them does not know at all was told as a word.
    private static IEnumerable<KernelDifference> Uses(KernelVocabulary a, KernelVocabulary b)
    {
        var shared = a.Words.Zip(b.Words).Where(pair => pair.First.IsKnown && pair.Second.IsKnown).Select(pair => pair.First).ToArray();
        var funcs = shared.Where(word => word.Kind == WordKind.Func).Select(word => word.Word).Append(PolicyWords.Of(PolicyFunc.None)).ToHashSet();
        var items = shared.Where(word => word.Kind == WordKind.Key).Select(word => word.Word)
            .Concat(shared.Where(word => word.Kind == WordKind.AppraiseType).Select(word => $"appraise_type={word.Word}")).ToHashSet();
        var actions = shared.Where(word => word.Kind == WordKind.Action).Select(word => word.Word).ToHashSet();
        foreach (var (one, other) in a.Uses.Zip(b.Uses))
        {
            var (inA, inB) = (Text(one), Text(other));
            if (inA != inB && funcs.Contains(PolicyWords.Of(one.Func)) && items.Contains(one.Item))
            {
                var func = one.Func == PolicyFunc.None ? "no func" : $"func={PolicyWords.Of(one.Func)}";
                yield return new KernelDifference(DifferenceKind.Use, $"{func} with {one.Item}", inA, inB, "3.2", null, null);
            }
        }

        string Text(FuncUse use)
        {
            var words = use.Actions.Select(PolicyWords.Of).Where(actions.Contains).ToArray();
            return words.Length == 0 ? "no action" : string.Join(", ", words);
        }
    }

    private static IEnumerable<KernelDifference> Options(KernelVocabulary a, KernelVocabulary b) =>
        from row in KernelOptionNames.All
        let name = "CONFIG_" + row.Name
        let inA = a.Options.Contains(name)
        let inB = b.Options.Contains(name)
        where inA != inB
        select new KernelDifference(DifferenceKind.Option, name, inA ? "y" : "n", inB ? "y" : "n", "8", null, null);

    private static IEnumerable<KernelDifference> Defaults(KernelProfile a, KernelProfile b) =>
        from row in new (string Name, string A, string B, string Section)[]
        {
            ("default hash", HashAlgos.NameOf(a.DefaultHash), HashAlgos.NameOf(b.DefaultHash), "10"),
            ("default template", a.DefaultTemplate, b.DefaultTemplate, "10"),
            ("PCR", $"{a.MeasurePcr}", $"{b.MeasurePcr}", "4.3"),
            ("hash algorithms when IMA starts", $"{a.BootHashes}", $"{b.BootHashes}", "2.5"),
            ("attributes protected by EVM", string.Join(',', a.EvmXattrs), string.Join(',', b.EvmXattrs), "8"),
        }
        where row.A != row.B
        select new KernelDifference(DifferenceKind.Default, row.Name, row.A, row.B, row.Section, null, null);

    // A row that is nothing but its words was told with them.
    private static IEnumerable<KernelDifference> Quirks(KernelVocabulary a, KernelVocabulary b) =>
        from pair in a.Quirks.Zip(b.Quirks)
        where pair.First.IsOn != pair.Second.IsOn && !Words(a, b).Any(word => word.Feature == pair.First.Row)
        let row = pair.First.Row
        select new KernelDifference(
            DifferenceKind.Quirk, row.Feature.ToString(), pair.First.IsOn ? "on" : "off", pair.Second.IsOn ? "on" : "off", row.Source, row, row.Meaning);
}
