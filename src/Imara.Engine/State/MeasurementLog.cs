using System.Collections.Immutable;
using Imara.Engine.Boot;
using Imara.Measurements;
using Imara.Measurements.Replay;
using Imara.Policy.Kernels;

namespace Imara.Engine.State;

/// <summary>The measurement list of one boot with its duplicate table and the PCRs it extends.</summary>
/// <remarks>docs/reference/measurement-list.md 5 to 7.</remarks>
public sealed class MeasurementLog
{
    private readonly List<MeasurementEntry> entries = [];
    private readonly HashSet<(int Pcr, Digest Digest)> known = [];
    private readonly HashAlgo hash;
    private readonly bool keepsDuplicates;

    internal MeasurementLog(KernelProfile kernel, HashAlgo hash, TpmState? tpm)
    {
        this.hash = hash;
        keepsDuplicates = kernel.Is(KernelOption.DisableHtable);
        Banks = [.. (tpm?.Banks ?? []).Select(bank => MakeBank(kernel, bank))];
    }

    /// <summary>The entries in order.</summary>
    public IReadOnlyList<MeasurementEntry> Entries => entries;

    /// <summary>The PCR banks; none without a TPM.</summary>
    public ImmutableArray<PcrBank> Banks { get; }

    /// <summary>Violations since boot.</summary>
    public int Violations { get; private set; }

    /// <summary>Appends an entry, unless an equal one of the same PCR is there already; violations are always appended.</summary>
    internal bool Add(MeasurementEntry entry)
    {
        if (entry.IsViolation)
        {
            Violations++;
        }
        else if (!keepsDuplicates)
        {
            Span<byte> digest = stackalloc byte[HashAlgos.MaxDigestSize];
            digest = digest[..HashAlgos.DigestSize(hash)];
            entry.TemplateDigest(hash, digest);
            if (!known.Add((entry.Pcr, new Digest(hash, digest))))
            {
                return false;
            }
        }

        entries.Add(entry);
        foreach (var bank in Banks)
        {
            bank.Extend(entry);
        }

        return true;
    }

    // A bank of an algorithm that the kernel cannot compute when IMA starts gets padded SHA-1 digests.
    private static PcrBank MakeBank(KernelProfile kernel, BankValues values)
    {
        var bank = new PcrBank(values.Algo, paddedSha1: !kernel.BootHashes.Contains(values.Algo));
        foreach (var pcr in values.Pcrs)
        {
            if (values.TryGet(pcr, out var value))
            {
                bank.SetValue(pcr, value.Span);
            }
        }

        return bank;
    }
}
