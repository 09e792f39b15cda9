namespace Imara.Measurements.Replay;

/// <summary>The replay of a list into one bank by every rule that kernels have followed.</summary>
/// <remarks>docs/reference/measurement-list.md 7: per-bank digests first, then padded SHA-1, decided bank by bank.</remarks>
internal sealed class BankReplay : IDisposable
{
    private readonly List<RuleReplay> rules;

    public BankReplay(HashAlgo algo, BankValues? expected, BankValues? initial, BankValues? firmware)
    {
        Algo = algo;
        Expected = expected;
        rules = [new RuleReplay(algo, ExtendRule.OwnDigest, expected, initial, firmware)];
        if (algo != HashAlgo.Sha1 && expected is not null)
        {
            rules.Add(new RuleReplay(algo, ExtendRule.PaddedSha1, expected, initial, firmware));
        }
    }

    public HashAlgo Algo { get; }

    public BankValues? Expected { get; }

    /// <summary>The first rule by which entries lead to an expected value; the present kernels' rule if none does.</summary>
    public RuleReplay Best => rules.Find(rule => rule.HasMatched) ?? rules[0];

    public void Extend(long index, MeasurementEntry entry, EntryDigests digests)
    {
        // Until the first violation both padded rules are one.
        if (entry.IsViolation && rules.Count == 2)
        {
            rules.Add(rules[1].Fork(ExtendRule.PaddedSha1AndViolation));
        }

        foreach (var rule in rules)
        {
            rule.Extend(index, entry, digests);
        }
    }

    public void Dispose()
    {
        foreach (var rule in rules)
        {
            rule.Dispose();
        }
    }
}
