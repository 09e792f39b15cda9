using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Imara.Hashing;
using Imara.Measurements.Replay;

namespace Imara.Cli.Evmctl.Lists;

/// <summary>Replays the event log of the firmware of a machine with TPM 1.2 (<c>binary_bios_measurements</c>).</summary>
/// <remarks>
/// TCG PC Client Implementation Specification 1.21, 11.1: events of PCR index, type, SHA-1 digest, size of the data, data; numbers of four bytes,
/// little-endian.
/// </remarks>
internal static class FirmwareLog
{
    private const int HeaderSize = 32;
    private const int DigestSize = 20;

    // An event that stands in the log but was not extended.
    private const uint NoAction = 3;

    /// <summary>Replays a log.</summary>
    /// <param name="log">The whole log.</param>
    /// <param name="bank">The PCRs that it leaves, SHA-1.</param>
    /// <param name="error">Where it is malformed.</param>
    public static bool TryReplay(ReadOnlySpan<byte> log, [NotNullWhen(true)] out BankValues? bank, out FormatError error)
    {
        bank = null;
        error = default;
        var values = new byte[PcrBank.PcrCount * DigestSize];
        for (var at = 0; at < log.Length;)
        {
            var entry = log[at..];
            if (entry.Length < HeaderSize)
            {
                error = new FormatError(at, "the log ends inside the header of an event");
                return false;
            }

            var pcr = BinaryPrimitives.ReadUInt32LittleEndian(entry);
            var size = BinaryPrimitives.ReadUInt32LittleEndian(entry[(HeaderSize - 4)..]);
            if (pcr >= PcrBank.PcrCount)
            {
                error = new FormatError(at, $"there is no PCR {pcr}");
                return false;
            }

            if (size > entry.Length - HeaderSize)
            {
                error = new FormatError(at + HeaderSize - 4, $"an event of {size} bytes, and {entry.Length - HeaderSize} follow");
                return false;
            }

            if (BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]) != NoAction)
            {
                var value = values.AsSpan((int)pcr * DigestSize, DigestSize);
                KernelHash.Compute(HashAlgo.Sha1, [.. value, .. entry.Slice(8, DigestSize)], value);
            }

            at += HeaderSize + (int)size;
        }

        if (log.IsEmpty)
        {
            error = new FormatError(0, "an empty log");
            return false;
        }

        bank = new BankValues(HashAlgo.Sha1);
        for (var pcr = 0; pcr < PcrBank.PcrCount; pcr++)
        {
            bank.Set(pcr, values.AsSpan(pcr * DigestSize, DigestSize));
        }

        return true;
    }
}
