using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Imara.Measurements.Replay;

/// <summary>PCR values as lines of text.</summary>
/// <remarks>docs/reference/measurement-list.md 14.</remarks>
internal static class PcrText
{
    public static bool TryRead(ReadOnlySpan<byte> content, HashAlgo? bank, PcrValues values, out FormatError error)
    {
        error = default;
        HashAlgo? heading = null;
        var begun = false;
        var offset = 0;
        while (offset < content.Length)
        {
            var end = content[offset..].IndexOf((byte)'\n');
            var line = end < 0 ? content[offset..] : content.Slice(offset, end);
            var (from, to) = (offset, offset + line.Length);
            offset = to + 1;
            var text = line.Trim(" \t\r"u8);
            from += line.IndexOf(text);
            if (text.IsEmpty)
            {
                continue;
            }

            if (TryReadHeading(text, out var algo))
            {
                heading = algo;
                values.Bank(algo);
                begun = true;
            }
            else if (TryReadNumber(text, heading is not null, out var pcr, out var value))
            {
                begun = true;
                if (!TryAdd(value, from + text.Length - value.Length, heading ?? bank, pcr, values, out error))
                {
                    return false;
                }
            }
            else if (begun)
            {
                error = new FormatError(from, heading is null ? "this is no line PCR-NN: HEX" : "this is neither a bank nor a line N: 0xHEX");
                return false;
            }
        }

        return true;
    }

    /// <summary>Adds the value that a text gives: hex in any case, with <c>0x</c> or without, blanks between bytes or none.</summary>
    public static bool TryAdd(ReadOnlySpan<byte> text, int offset, HashAlgo? bank, int pcr, PcrValues values, out FormatError error)
    {
        Span<byte> value = stackalloc byte[HashAlgos.MaxDigestSize];
        if (!PcrBank.IsAttestable(pcr))
        {
            error = new FormatError(offset, $"there is no PCR {pcr}");
            return false;
        }

        if (!TryReadHex(text, value, out var length, out var at))
        {
            error = new FormatError(offset + at, "this is no digest in hex");
            return false;
        }

        if ((bank ?? BankOfSize(length)) is not { } algo || HashAlgos.DigestSize(algo) != length)
        {
            error = new FormatError(offset, bank is { } named
                ? $"a value of bank {HashAlgos.NameOf(named)} has {HashAlgos.DigestSize(named)} bytes, not {length}"
                : $"no bank has values of {length} bytes");
            return false;
        }

        if (values.Find(algo)?.TryGet(pcr, out _) == true)
        {
            error = new FormatError(offset, $"a second value for PCR {pcr} of bank {HashAlgos.NameOf(algo)}");
            return false;
        }

        values.Bank(algo).Set(pcr, value[..length]);
        error = default;
        return true;
    }

    /// <summary>What tpm2_pcrread calls a bank.</summary>
    public static string NameOf(HashAlgo algo) => algo == HashAlgo.Sm3 ? "sm3_256" : HashAlgos.NameOf(algo).Replace('-', '_');

    private static HashAlgo? BankOfSize(int size) => size switch
    {
        20 => HashAlgo.Sha1,
        32 => HashAlgo.Sha256,
        48 => HashAlgo.Sha384,
        64 => HashAlgo.Sha512,
        _ => null,
    };

    // tpm2_pcrread writes the bank's name on a line of its own; it calls sm3 and SHA-3 by its own names.
    private static bool TryReadHeading(ReadOnlySpan<byte> text, out HashAlgo algo)
    {
        algo = default;
        if (text[^1] != ':')
        {
            return false;
        }

        var name = text[..^1].TrimEnd(" \t"u8);
        if (name.SequenceEqual("sm3_256"u8))
        {
            algo = HashAlgo.Sm3;
            return true;
        }

        Span<byte> kernelName = stackalloc byte[16];
        if (name.Length > kernelName.Length)
        {
            return false;
        }

        name.Replace(kernelName, (byte)'_', (byte)'-');
        return HashAlgos.TryParse(kernelName[..name.Length], out algo);
    }

    // "PCR-10: HEX" anywhere; "10: 0xHEX" only below the heading of a bank.
    private static bool TryReadNumber(ReadOnlySpan<byte> text, bool bare, out int pcr, out ReadOnlySpan<byte> value)
    {
        pcr = 0;
        value = default;
        var number = text;
        if (text.Length > 4 && Ascii.EqualsIgnoreCase(text[..4], "PCR-"u8))
        {
            number = text[4..];
        }
        else if (!bare)
        {
            return false;
        }

        if (!Utf8Parser.TryParse(number, out uint parsed, out var used))
        {
            return false;
        }

        number = number[used..].TrimStart(" \t"u8);
        if (number.IsEmpty || number[0] != ':')
        {
            return false;
        }

        pcr = (int)Math.Min(parsed, int.MaxValue);
        value = number[1..].TrimStart(" \t"u8);
        return true;
    }

    private static bool TryReadHex(ReadOnlySpan<byte> text, Span<byte> value, out int length, out int at)
    {
        length = 0;
        at = 0;
        var end = text.TrimEnd(" \t\r\n"u8).Length;
        if (text.StartsWith("0x"u8) || text.StartsWith("0X"u8))
        {
            at = 2;
        }

        while (at < end)
        {
            if (text[at] is (byte)' ' or (byte)'\t')
            {
                at++;
            }
            else if (at + 1 < end && length < value.Length
                && Convert.FromHexString(text.Slice(at, 2), value[length..], out _, out _) == OperationStatus.Done)
            {
                length++;
                at += 2;
            }
            else
            {
                return false;
            }
        }

        return length > 0;
    }
}
