using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Imara.Measurements.BootLogs;

/// <summary>Reads systemd's log of extends.</summary>
/// <remarks>docs/reference/measurement-list.md 7.2.</remarks>
internal sealed class UserLogReader
{
    private const int MaxLength = 16 << 20;
    private const int MaxRecords = 100_000;
    private const int PcrCount = 24;
    private const byte Separator = 0x1e;

    private readonly ImmutableArray<BootLogEvent>.Builder events = ImmutableArray.CreateBuilder<BootLogEvent>();
    private string? bootId;

    public bool TryRead(ReadOnlySpan<byte> content, [NotNullWhen(true)] out UserLog? log, out FormatError error)
    {
        log = null;
        error = default;
        if (content.Length > MaxLength)
        {
            error = new FormatError(MaxLength, "too long for a log of systemd");
            return false;
        }

        var count = 0;
        for (var start = 0; start < content.Length; count++)
        {
            var end = content[(start + 1)..].IndexOf(Separator);
            var record = content[start..(end < 0 ? content.Length : start + 1 + end)];
            var problem = count == MaxRecords ? $"more than {MaxRecords} records"
                : record[0] != Separator ? "a record does not begin with the byte 0x1e"
                : record[^1] != '\n' ? "the log ends inside a record"
                : ReadRecord(record[1..]);
            if (problem is not null)
            {
                error = new FormatError(start, problem);
                return false;
            }

            start += record.Length;
        }

        log = new UserLog(events.ToImmutable(), bootId, count);
        return true;
    }

    private string? ReadRecord(ReadOnlySpan<byte> text)
    {
        JsonElement record;
        try
        {
            var reader = new Utf8JsonReader(text);
            using var document = JsonDocument.ParseValue(ref reader);
            record = document.RootElement.Clone();
            if (text[(int)reader.BytesConsumed..].ContainsAnyExcept(" \t\r\n"u8))
            {
                return "something follows the object of a record";
            }
        }
        catch (JsonException)
        {
            return "a record is no valid JSON";
        }

        if (record.ValueKind != JsonValueKind.Object)
        {
            return "a record is no object";
        }

        if (record.TryGetProperty("content", out var inside) && inside.ValueKind == JsonValueKind.Object && TextOf(inside, "bootId") is { } boot)
        {
            bootId ??= boot;
            if (boot != bootId)
            {
                return "a record is of another boot than the first";
            }
        }

        if (!record.TryGetProperty("pcr", out var number))
        {
            return record.TryGetProperty("nv_index", out _) ? null : "a record names no PCR";
        }

        if (number.ValueKind != JsonValueKind.Number || !number.TryGetInt32(out var pcr) || pcr is < 0 or >= PcrCount)
        {
            return "a record names a PCR that no TPM has";
        }

        if (!TryReadDigests(record, out var digests))
        {
            return "a record has no list of digests, or one with a digest that is none";
        }

        events.Add(new BootLogEvent(pcr, digests));
        return null;
    }

    private static bool TryReadDigests(JsonElement record, out ImmutableArray<Digest> digests)
    {
        digests = [];
        if (!record.TryGetProperty("digests", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        var read = ImmutableArray.CreateBuilder<Digest>();
        Span<byte> value = stackalloc byte[HashAlgos.MaxDigestSize];
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object || TextOf(item, "hashAlg") is not { } name || TextOf(item, "digest") is not { } hex)
            {
                return false;
            }

            if (!HashAlgos.TryParse(name, out var algo))
            {
                continue;
            }

            if (hex.Length != 2 * HashAlgos.DigestSize(algo) || read.Any(digest => digest.Algo == algo)
                || Convert.FromHexString(hex, value, out _, out var length) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            read.Add(new Digest(algo, value[..length]));
        }

        digests = read.ToImmutable();
        return true;
    }

    // Text that is no UTF-16 cannot be had as a string; then it is none of the words looked for.
    private static string? TextOf(JsonElement of, string name)
    {
        try
        {
            return of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
