namespace Imara.Appraisal.Archives.Tar;

/// <summary>Numbers of header fields: octal digits, or GNU's base 256 where the first bit is set.</summary>
internal static class TarNumber
{
    /// <summary>Reads a field; an empty one is 0. False if it is no number, or not one of 63 bits.</summary>
    public static bool TryRead(ReadOnlySpan<byte> field, out long value)
    {
        value = 0;
        if ((field[0] & 0x80) != 0)
        {
            return TryReadBinary(field, out value);
        }

        var at = 0;
        while (at < field.Length && field[at] == ' ')
        {
            at++;
        }

        for (; at < field.Length && field[at] is >= (byte)'0' and <= (byte)'7'; at++)
        {
            value = (value << 3) | (uint)(field[at] - '0');
        }

        // Readers stop at the first NUL or blank; what stands behind it is never looked at.
        return at == field.Length || field[at] is 0 or (byte)' ';
    }

    /// <summary>Writes octal digits with leading zeros and a NUL; base 256 where they have no room.</summary>
    public static void WriteOctal(Span<byte> field, long value)
    {
        field.Clear();
        var rest = value;
        for (var at = field.Length - 2; at >= 0; at--)
        {
            field[at] = (byte)('0' + (rest & 7));
            rest >>= 3;
        }

        if (rest != 0)
        {
            for (var at = field.Length - 1; at >= 0; at--, value >>= 8)
            {
                field[at] = (byte)value;
            }

            field[0] |= 0x80;
        }
    }

    private static bool TryReadBinary(ReadOnlySpan<byte> field, out long value)
    {
        value = 0;

        // The second bit is the sign; nothing that is asked for here can be negative.
        if ((field[0] & 0x40) != 0)
        {
            return false;
        }

        for (var at = 0; at < field.Length; at++)
        {
            var digit = at == 0 ? field[0] & 0x7f : field[at];
            if (value >> 55 != 0)
            {
                value = 0;
                return false;
            }

            value = (value << 8) | (uint)digit;
        }

        return true;
    }
}
