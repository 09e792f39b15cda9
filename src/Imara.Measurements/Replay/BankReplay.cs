namespace Imara.Measurements.Replay;

/// <summary>The replay of a list into one bank by every rule that kernels have followed.</summary>
/// <remarks>docs/reference/measurement-list.md 7: per-bank digests first, then padded SHA-1, decided bank by bank.</remarks>
internal sealed class BankReplay : IDisposable
{
    private readonly RuleReplay[] rules;

    public BankReplay(HashAlgo algo, BankValues? expected, BankValues? initial)
    {
        Algo = algo;
        Expected = expected;
        ExtendRule[] followed = algo == HashAlgo.Sha1 || expected is null
            ? [ExtendRule.OwnDigest]
            : [ExtendRule.OwnDigest, ExtendRule.PaddedSha1, ExtendRule.PaddedSha1AndViolation];
        rules = [.. followed.Select(rule => new RuleReplay(algo, rule, expected, initial))];
    }

    public HashAlgo Algo { get; }

    public BankValues? Expected { get; }

    /// <summary>The first rule by which entries lead to an expected value; the present kernels' rule if none does.</summary>
    public RuleReplay Best => Array.Find(rules, rule => rule.HasMatched) ?? rules[0];

    public void Extend(long index, MeasurementEntry entry, EntryDigests digests)
    {
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
