using System.Collections.Immutable;

namespace Imara.Measurements.Replay;

/// <summary>PCR values of a TPM, by bank.</summary>
public sealed class PcrValues
{
    private readonly List<BankValues> banks = [];

    /// <summary>The banks in the order in which they came.</summary>
    public IReadOnlyList<BankValues> Banks => banks;

    /// <summary>True if there is no value at all.</summary>
    public bool IsEmpty => !banks.Any(bank => bank.Pcrs.Any());

    /// <summary>The bank of an algorithm; null if it is not known.</summary>
    public BankValues? Find(HashAlgo algo) => banks.Find(bank => bank.Algo == algo);

    /// <summary>The bank of an algorithm, added if it was not there.</summary>
    public BankValues Bank(HashAlgo algo)
    {
        if (Find(algo) is { } bank)
        {
            return bank;
        }

        var added = new BankValues(algo);
        banks.Add(added);
        return added;
    }

    /// <summary>The values of one bank alone.</summary>
    public PcrValues Only(HashAlgo algo)
    {
        var only = new PcrValues();
        only.banks.AddRange(banks.Where(bank => bank.Algo == algo));
        return only;
    }

    /// <summary>Takes over the values of another source.</summary>
    /// <returns>False, and nothing is taken, if both know a PCR and differ.</returns>
    public bool TryMerge(PcrValues other)
    {
        var added = other.banks.SelectMany(bank => bank.Pcrs, (bank, pcr) => (bank, pcr)).ToImmutableArray();
        foreach (var (bank, pcr) in added)
        {
            if (Find(bank.Algo) is { } mine && mine.TryGet(pcr, out var value) && bank.TryGet(pcr, out var theirs)
                && !value.Span.SequenceEqual(theirs.Span))
            {
                return false;
            }
        }

        foreach (var bank in other.banks)
        {
            Bank(bank.Algo);
        }

        foreach (var (bank, pcr) in added)
        {
            bank.TryGet(pcr, out var value);
            Bank(bank.Algo).Set(pcr, value.Span);
        }

        return true;
    }
}
