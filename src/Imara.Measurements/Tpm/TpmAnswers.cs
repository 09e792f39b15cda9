using System.Collections.Immutable;

namespace Imara.Measurements.Tpm;

/// <summary>Reads the answers of a TPM. Nothing of them is believed: lengths and counts are checked.</summary>
/// <remarks>docs/reference/attestation.md 1.1, 1.2, 2.1, 2.2.</remarks>
public static class TpmAnswers
{
    // As many banks as a selection list may have.
    private const int MaxBanks = 16;
    private const int MaxDigests = 8;

    /// <summary>True for the codes after which the same command is sent again: retry, testing, yielded.</summary>
    public static bool IsRetry(uint code) => code is 0x922 or 0x90a or 0x908;

    /// <summary>Reads the header of an answer.</summary>
    /// <param name="response">The whole answer.</param>
    /// <param name="code">The response code, 0 for success.</param>
    public static bool TryReadCode(ReadOnlySpan<byte> response, out uint code)
    {
        code = 0;
        var reader = new ByteReader(response, bigEndian: true);
        return reader.TryReadUInt16(out _) && reader.TryReadUInt32(out var size) && size == response.Length && reader.TryReadUInt32(out code);
    }

    /// <summary>Reads the answer to <see cref="TpmCommands.GetBanks"/>: the banks that are allocated.</summary>
    public static bool TryReadBanks(ReadOnlySpan<byte> response, out ImmutableArray<PcrSelection> banks)
    {
        banks = [];
        var reader = new ByteReader(response, bigEndian: true);
        if (!reader.TryReadBytes(10, out _) || !reader.TryReadByte(out _) || !reader.TryReadUInt32(out var capability) || capability != 5
            || !TryReadSelections(ref reader, out var all))
        {
            return false;
        }

        banks = [.. all.Where(bank => bank.Pcrs != 0)];
        return reader.AtEnd;
    }

    /// <summary>Reads the answer to <see cref="TpmCommands.PcrRead"/>.</summary>
    /// <param name="response">The whole answer.</param>
    /// <param name="counter">Changes with every extend.</param>
    /// <param name="read">The PCRs whose values follow; fewer than asked for where they did not fit.</param>
    /// <param name="values">Their values, ascending in each bank.</param>
    public static bool TryReadPcrs(
        ReadOnlySpan<byte> response, out uint counter, out ImmutableArray<PcrSelection> read, out ImmutableArray<ReadOnlyMemory<byte>> values)
    {
        counter = 0;
        values = [];
        read = [];
        var reader = new ByteReader(response, bigEndian: true);
        if (!reader.TryReadBytes(10, out _) || !reader.TryReadUInt32(out counter) || !TryReadSelections(ref reader, out read)
            || !reader.TryReadUInt32(out var count) || count > MaxDigests || count != read.Sum(bank => uint.PopCount(bank.Pcrs)))
        {
            return false;
        }

        var digests = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>((int)count);
        for (var i = 0; i < count; i++)
        {
            if (!reader.TryReadUInt16(out var size) || !reader.TryReadBytes(size, out var digest))
            {
                return false;
            }

            digests.Add(digest.ToArray());
        }

        values = digests.ToImmutable();
        return reader.AtEnd;
    }

    private static bool TryReadSelections(ref ByteReader reader, out ImmutableArray<PcrSelection> selections)
    {
        selections = [];
        if (!reader.TryReadUInt32(out var count) || count > MaxBanks)
        {
            return false;
        }

        var read = ImmutableArray.CreateBuilder<PcrSelection>();
        for (var i = 0; i < count; i++)
        {
            if (!reader.TryReadUInt16(out var algorithm) || !reader.TryReadByte(out var size) || size > 4 || !reader.TryReadBytes(size, out var bits))
            {
                return false;
            }

            var pcrs = 0u;
            for (var j = 0; j < size; j++)
            {
                pcrs |= (uint)bits[j] << (8 * j);
            }

            read.Add(new PcrSelection(algorithm, pcrs));
        }

        selections = read.ToImmutable();
        return true;
    }
}
