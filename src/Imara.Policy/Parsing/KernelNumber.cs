namespace Imara.Policy.Parsing;

/// <summary>Numbers as the kernel reads them: an optional <c>+</c>, digits, nothing else.</summary>
/// <remarks>docs/reference/policy.md 2.2.</remarks>
internal static class KernelNumber
{
    /// <summary>Reads an unsigned number of up to 64 bits; overflow is ERANGE even when something that is no digit follows.</summary>
    public static Errno ParseUnsigned(ReadOnlySpan<byte> text, uint radix, out ulong value)
    {
        value = 0;
        if (!text.IsEmpty && text[0] == '+')
        {
            text = text[1..];
        }

        return ParseDigits(text, radix, out value);
    }

    /// <summary>Reads a decimal number of up to 32 bits with sign, as <c>pcr=</c> takes it; every failure is EINVAL there.</summary>
    public static bool TryParseInt(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        var negative = !text.IsEmpty && text[0] == '-';
        var error = negative ? ParseDigits(text[1..], 10, out var magnitude) : ParseUnsigned(text, 10, out magnitude);
        if (error != Errno.None || magnitude > (negative ? 1UL << 31 : int.MaxValue))
        {
            return false;
        }

        value = (int)(negative ? -(long)magnitude : (long)magnitude);
        return true;
    }

    private static Errno ParseDigits(ReadOnlySpan<byte> text, uint radix, out ulong value)
    {
        value = 0;
        if (radix == 16 && text.Length >= 2 && text[0] == '0' && (text[1] | 0x20) == 'x')
        {
            text = text[2..];
        }

        var digits = 0;
        var overflow = false;
        while (digits < text.Length && DigitOf(text[digits]) < radix)
        {
            var wide = ((UInt128)value * radix) + DigitOf(text[digits]);
            overflow |= wide > ulong.MaxValue;
            value = (ulong)wide;
            digits++;
        }

        if (overflow)
        {
            return Errno.ERANGE;
        }

        return digits > 0 && digits == text.Length ? Errno.None : Errno.EINVAL;
    }

    private static uint DigitOf(byte value) => value switch
    {
        >= (byte)'0' and <= (byte)'9' => (uint)(value - '0'),
        >= (byte)'a' and <= (byte)'f' => (uint)(value - 'a' + 10),
        >= (byte)'A' and <= (byte)'F' => (uint)(value - 'A' + 10),
        _ => uint.MaxValue,
    };
}
