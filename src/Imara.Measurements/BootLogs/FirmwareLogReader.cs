using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Imara.Measurements.BootLogs;

/// <summary>Reads both forms of the TCG event log; little-endian.</summary>
/// <remarks>docs/reference/attestation.md 9, 9.1.</remarks>
internal sealed class FirmwareLogReader
{
    private const int MaxLength = 16 << 20;
    private const int MaxEvents = 100_000;
    private const int MaxEventSize = 1 << 20;
    private const int MaxAlgorithms = 16;
    private const int PcrCount = 24;
    private const uint NoAction = 3;

    private readonly List<(ushort Id, int Size, HashAlgo? Algo)> algorithms = [];
    private readonly HashSet<HashAlgo> notEverywhere = [];
    private readonly ImmutableArray<BootLogEvent>.Builder events = ImmutableArray.CreateBuilder<BootLogEvent>();
    private byte locality;

    public bool TryRead(ReadOnlySpan<byte> content, [NotNullWhen(true)] out FirmwareLog? log, out FormatError error)
    {
        log = null;
        error = default;
        if (content.IsEmpty || content.Length > MaxLength)
        {
            error = content.IsEmpty ? new FormatError(0, "the log is empty") : new FormatError(MaxLength, "too long for a log of the firmware");
            return false;
        }

        var isCryptoAgile = false;
        var count = 0;
        var reader = new ByteReader(content);
        while (!reader.AtEnd)
        {
            var start = reader.Offset;
            var problem = count == MaxEvents ? $"more than {MaxEvents} events"
                : isCryptoAgile ? ReadEvent(ref reader)
                : ReadOldEvent(ref reader, isFirst: count == 0, ref isCryptoAgile);
            if (problem is not null)
            {
                error = new FormatError(start, problem);
                return false;
            }

            count++;
        }

        ImmutableArray<HashAlgo> named = isCryptoAgile ? [.. algorithms.Select(row => row.Algo).OfType<HashAlgo>()] : [HashAlgo.Sha1];
        log = new FirmwareLog
        {
            IsCryptoAgile = isCryptoAgile,
            Algorithms = named,
            Banks = [.. named.Where(algo => !notEverywhere.Contains(algo))],
            StartupLocality = locality,
            Events = events.ToImmutable(),
            Count = count,
        };
        return true;
    }

    private string? ReadOldEvent(ref ByteReader reader, bool isFirst, ref bool isCryptoAgile)
    {
        if (!reader.TryReadUInt32(out var pcr) || !reader.TryReadUInt32(out var type) || !reader.TryReadBytes(20, out var digest))
        {
            return "the log ends inside the header of an event";
        }

        if (ReadData(ref reader, out var data) is { } problem)
        {
            return problem;
        }

        if (isFirst && type == NoAction && data.StartsWith("Spec ID Event03\0"u8))
        {
            isCryptoAgile = true;
            return ReadSpecification(data);
        }

        return Add(pcr, type, data, type == NoAction ? [] : [new Digest(HashAlgo.Sha1, digest)]);
    }

    // 16 signature | u32 platformClass | minor, major, errata, uintnSize | u32 n | n x { u16 alg | u16 size } | u8 vendorLen | vendor
    private string? ReadSpecification(ReadOnlySpan<byte> data)
    {
        var reader = new ByteReader(data);
        if (!reader.TryReadBytes(24, out _) || !reader.TryReadUInt32(out var count) || count is 0 or > MaxAlgorithms)
        {
            return "the first event names no algorithms";
        }

        for (var i = 0; i < count; i++)
        {
            if (!reader.TryReadUInt16(out var id) || !reader.TryReadUInt16(out var size))
            {
                return "the first event ends inside its algorithms";
            }

            HashAlgo? algo = TpmAlgorithms.TryFrom(id, out var known) ? known : null;
            if (algorithms.Exists(row => row.Id == id) || (algo is { } named && HashAlgos.DigestSize(named) != size))
            {
                return $"the first event names algorithm 0x{id:x4} twice, or with a size that it does not have";
            }

            algorithms.Add((id, size, algo));
        }

        return reader.TryReadByte(out var vendor) && reader.TryReadBytes(vendor, out _) ? null : "the first event ends inside its vendor data";
    }

    private string? ReadEvent(ref ByteReader reader)
    {
        if (!reader.TryReadUInt32(out var pcr) || !reader.TryReadUInt32(out var type) || !reader.TryReadUInt32(out var count))
        {
            return "the log ends inside the header of an event";
        }

        if (count > algorithms.Count)
        {
            return $"an event of {count} digests, and the log has {algorithms.Count} algorithms";
        }

        var digests = ImmutableArray.CreateBuilder<Digest>((int)count);
        var named = 0;
        for (var i = 0; i < count; i++)
        {
            if (!reader.TryReadUInt16(out var id))
            {
                return "the log ends inside a digest";
            }

            var row = algorithms.FindIndex(row => row.Id == id);
            if (row < 0 || (named & 1 << row) != 0)
            {
                return $"algorithm 0x{id:x4} is {(row < 0 ? "not one of the log" : "there twice")}";
            }

            named |= 1 << row;
            if (!reader.TryReadBytes((uint)algorithms[row].Size, out var digest))
            {
                return "the log ends inside a digest";
            }

            if (algorithms[row].Algo is { } algo)
            {
                digests.Add(new Digest(algo, digest));
            }
        }

        if (ReadData(ref reader, out var data) is { } problem)
        {
            return problem;
        }

        if (type != NoAction)
        {
            notEverywhere.UnionWith(algorithms.Where((_, row) => (named & 1 << row) == 0).Select(row => row.Algo).OfType<HashAlgo>());
        }

        return Add(pcr, type, data, digests.ToImmutable());
    }

    private static string? ReadData(ref ByteReader reader, out ReadOnlySpan<byte> data)
    {
        data = default;
        if (!reader.TryReadUInt32(out var size))
        {
            return "the log ends inside the header of an event";
        }

        return size > MaxEventSize ? $"an event of {size} bytes"
            : reader.TryReadBytes(size, out data) ? null : $"an event of {size} bytes, and {reader.Remaining} follow";
    }

    // PCR numbers that no TPM has occur in events that are not extended.
    private string? Add(uint pcr, uint type, ReadOnlySpan<byte> data, ImmutableArray<Digest> digests)
    {
        if (type == NoAction)
        {
            if (pcr == 0 && data.Length == 17 && data.StartsWith("StartupLocality\0"u8))
            {
                locality = data[16];
            }

            return null;
        }

        if (pcr >= PcrCount)
        {
            return $"there is no PCR {pcr}";
        }

        events.Add(new BootLogEvent((int)pcr, digests));
        return null;
    }
}
