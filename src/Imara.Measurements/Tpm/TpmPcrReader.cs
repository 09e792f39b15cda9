using System.Diagnostics.CodeAnalysis;
using Imara.Measurements.Replay;

namespace Imara.Measurements.Tpm;

/// <summary>Reads every PCR of every bank of a TPM, all of one moment.</summary>
/// <param name="exchange">Reaches the TPM.</param>
/// <param name="pause">Waits before a command is sent again.</param>
/// <remarks>docs/reference/attestation.md 1.2, 2.2: eight digests a call, and the counter of all calls must be equal.</remarks>
public sealed class TpmPcrReader(TpmExchange exchange, Action<TimeSpan> pause)
{
    private const int MaxAttempts = 20;
    private const int MaxWaitMilliseconds = 5000;

    /// <summary>Reads the values.</summary>
    /// <param name="values">The values; banks that the kernel has no name for are left out.</param>
    /// <param name="reason">Why there are none.</param>
    public bool TryRead([NotNullWhen(true)] out PcrValues? values, out string reason)
    {
        values = null;
        if (!TrySend(TpmCommands.GetBanks(), out var response, out reason))
        {
            return false;
        }

        if (!TpmAnswers.TryReadBanks(response, out var banks))
        {
            reason = "the TPM gave an answer about its banks that is none";
            return false;
        }

        PcrSelection[] known = [.. banks.Where(bank => TpmAlgorithms.TryFrom(bank.Algorithm, out _)).Select(bank => bank with { Pcrs = bank.Pcrs & 0xffffff })];
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (!TryReadOnce(known, out values, out var isMoved, out reason))
            {
                return false;
            }

            if (!isMoved)
            {
                reason = values.IsEmpty ? "the TPM has no bank with an algorithm that the kernel knows" : string.Empty;
                return !values.IsEmpty;
            }
        }

        reason = "the PCRs changed each time while they were read";
        return false;
    }

    private bool TryReadOnce(PcrSelection[] banks, [NotNullWhen(true)] out PcrValues? values, out bool isMoved, out string reason)
    {
        values = null;
        isMoved = false;
        reason = string.Empty;
        var found = new PcrValues();
        uint? counter = null;
        PcrSelection[] left = [.. banks];
        while (!isMoved && left.Any(bank => bank.Pcrs != 0))
        {
            if (!TrySend(TpmCommands.PcrRead([.. left.Where(bank => bank.Pcrs != 0)]), out var response, out reason))
            {
                return false;
            }

            if (!TpmAnswers.TryReadPcrs(response, out var now, out var read, out var digests) || digests.IsEmpty || !TryTake(read, digests, left, found))
            {
                reason = "the TPM gave an answer about its PCRs that is none";
                return false;
            }

            isMoved = counter is { } before && before != now;
            counter = now;
        }

        values = found;
        return true;
    }

    private static bool TryTake(
        IEnumerable<PcrSelection> read, IReadOnlyList<ReadOnlyMemory<byte>> digests, PcrSelection[] left, PcrValues values)
    {
        var next = 0;
        foreach (var bank in read.Where(bank => bank.Pcrs != 0))
        {
            var at = Array.FindIndex(left, one => one.Algorithm == bank.Algorithm);
            if (at < 0 || (bank.Pcrs & ~left[at].Pcrs) != 0 || !TpmAlgorithms.TryFrom(bank.Algorithm, out var algo))
            {
                return false;
            }

            for (var pcr = 0; pcr < PcrBank.PcrCount; pcr++)
            {
                if ((bank.Pcrs & 1u << pcr) == 0)
                {
                    continue;
                }

                var digest = digests[next++];
                if (digest.Length != HashAlgos.DigestSize(algo))
                {
                    return false;
                }

                values.Bank(algo).Set(pcr, digest.Span);
            }

            left[at] = left[at] with { Pcrs = left[at].Pcrs & ~bank.Pcrs };
        }

        return true;
    }

    // At once, then after 10, 20, 40 .. 200 ms, at most 5 s in all.
    private bool TrySend(byte[] command, out byte[] response, out string reason)
    {
        var waited = 0;
        for (var delay = 0; ; delay = Math.Min(200, Math.Max(10, delay * 2)))
        {
            if (delay > 0)
            {
                pause(TimeSpan.FromMilliseconds(delay));
                waited += delay;
            }

            if (!exchange(command, out response, out reason))
            {
                return false;
            }

            if (!TpmAnswers.TryReadCode(response, out var code))
            {
                reason = "the TPM gave an answer that is none";
                return false;
            }

            if (code == 0)
            {
                return true;
            }

            if (!TpmAnswers.IsRetry(code) || waited >= MaxWaitMilliseconds)
            {
                reason = $"the TPM refused with code 0x{code:x3}";
                return false;
            }
        }
    }
}
