namespace Imara.Measurements.Replay;

/// <summary>The replay of a list into one bank by one rule, and the prefixes of the list that give the expected values.</summary>
internal sealed class RuleReplay : IDisposable
{
    private const long Never = -1;

    private readonly BankValues? expected;
    private readonly long[] from = new long[PcrBank.PcrCount];
    private readonly long[] until = new long[PcrBank.PcrCount];

    public RuleReplay(HashAlgo algo, ExtendRule rule, BankValues? expected, BankValues? initial, BankValues? firmware)
    {
        this.expected = expected;
        Bank = new PcrBank(algo, rule);
        for (var pcr = 0; pcr < PcrBank.PcrCount; pcr++)
        {
            if (initial?.TryGet(pcr, out var value) == true || firmware?.TryGet(pcr, out value) == true)
            {
                Bank.SetValue(pcr, value.Span);
            }

            from[pcr] = until[pcr] = Never;
            NoteMatch(pcr, 0);
        }
    }

    private RuleReplay(RuleReplay other, ExtendRule rule)
    {
        expected = other.expected;
        Bank = new PcrBank(other.Bank.Algo, rule);
        for (var pcr = 0; pcr < PcrBank.PcrCount; pcr++)
        {
            Bank.SetValue(pcr, other.Bank.Value(pcr));
        }

        other.from.CopyTo(from, 0);
        other.until.CopyTo(until, 0);
    }

    public PcrBank Bank { get; }

    /// <summary>True if entries led to an expected value.</summary>
    public bool HasMatched => from.Any(count => count > 0);

    /// <summary>True if the value of one of these PCRs is known, no entry led to it, and firmware is not the reason.</summary>
    public bool Differs(ReadOnlySpan<bool> isNamed)
    {
        for (var pcr = ListVerifier.LastFirmwarePcr + 1; pcr < PcrBank.PcrCount; pcr++)
        {
            if (isNamed[pcr] && expected?.TryGet(pcr, out _) == true && from[pcr] <= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A replay by another rule that went the same way so far.</summary>
    public RuleReplay Fork(ExtendRule rule) => new(this, rule);

    /// <summary>Extends by the entry at <paramref name="index"/>.</summary>
    public void Extend(long index, MeasurementEntry entry, EntryDigests digests)
    {
        var pcr = entry.Pcr;
        if (from[pcr] != Never && until[pcr] == Never)
        {
            until[pcr] = index;
        }

        if (entry.IsViolation)
        {
            Bank.ExtendViolation(pcr);
        }
        else
        {
            Bank.Extend(pcr, digests.Of(Bank.Rule == ExtendRule.OwnDigest ? Bank.Algo : HashAlgo.Sha1));
        }

        NoteMatch(pcr, index + 1);
    }

    /// <summary>The outcome for a PCR after <paramref name="count"/> entries.</summary>
    /// <param name="pcr">The PCR.</param>
    /// <param name="count">Length of the list.</param>
    /// <param name="mustHaveEntries">True if a value that no entry led to counts as no match.</param>
    public PcrComparison Compare(int pcr, long count, bool mustHaveEntries)
    {
        var value = Bank.Value(pcr).ToArray();
        if (expected is null || !expected.TryGet(pcr, out var wanted))
        {
            return new PcrComparison(pcr, value, Expected: null, PcrMatch.NotCompared, 0);
        }

        if (from[pcr] == Never || (mustHaveEntries && from[pcr] == 0))
        {
            return new PcrComparison(pcr, value, wanted, PcrMatch.None, 0);
        }

        return until[pcr] == Never
            ? new PcrComparison(pcr, value, wanted, PcrMatch.Full, count)
            : new PcrComparison(pcr, value, wanted, PcrMatch.Prefix, until[pcr]);
    }

    public void Dispose() => Bank.Dispose();

    private void NoteMatch(int pcr, long count)
    {
        if (expected is not null && expected.TryGet(pcr, out var wanted) && Bank.Value(pcr).SequenceEqual(wanted.Span))
        {
            from[pcr] = count;
            until[pcr] = Never;
        }
    }
}
