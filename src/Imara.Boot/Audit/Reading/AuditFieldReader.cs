namespace Imara.Boot.Audit.Reading;

/// <summary>Walks over the <c>key=value</c> fields of a record. Pure, without allocation.</summary>
internal ref struct AuditFieldReader(ReadOnlySpan<byte> input)
{
    private readonly ReadOnlySpan<byte> input = input;
    private int at;

    /// <summary>Takes the next field; false at the end, and where <paramref name="error"/> has a message.</summary>
    public bool TryRead(out AuditField field, out FormatError error)
    {
        field = default;
        error = default;
        while (at < input.Length && input[at] == ' ')
        {
            at++;
        }

        if (at == input.Length)
        {
            return false;
        }

        var start = at;
        var equals = input[at..].IndexOf((byte)'=');
        var key = equals < 0 ? default : input.Slice(start, equals);
        if (!IsKey(key))
        {
            error = new FormatError(start, "no field `key=value`");
            return false;
        }

        var value = start + equals + 1;
        if (value < input.Length && input[value] == '"')
        {
            var length = input[(value + 1)..].IndexOf((byte)'"');
            var end = value + length + 2;
            if (length < 0 || (end < input.Length && input[end] != ' '))
            {
                error = new FormatError(value, length < 0 ? "a quoted value does not end" : "text behind a quoted value");
                return false;
            }

            at = end;
            field = new AuditField { Key = key, Value = input.Slice(value + 1, length), IsQuoted = true, Offset = start };
            return true;
        }

        at = EndOf(value, key);
        field = new AuditField { Key = key, Value = input[value..at], Offset = start };
        return true;
    }

    // Causes such as `signed policy required` and labels such as `/bin/x (enforce)` hold blanks without quotes: they end before the next key.
    private readonly int EndOf(int value, ReadOnlySpan<byte> key)
    {
        var end = EndOfWord(value);
        if (!key.SequenceEqual("cause"u8) && !key.SequenceEqual("op"u8) && !key.SequenceEqual("subj"u8))
        {
            return end;
        }

        while (end < input.Length)
        {
            var next = EndOfWord(end + 1);
            if (input[(end + 1)..next].Contains((byte)'='))
            {
                break;
            }

            end = next;
        }

        return end;
    }

    private readonly int EndOfWord(int start)
    {
        if (start >= input.Length)
        {
            return input.Length;
        }

        var length = input[start..].IndexOf((byte)' ');
        return length < 0 ? input.Length : start + length;
    }

    private static bool IsKey(ReadOnlySpan<byte> key)
    {
        foreach (var c in key)
        {
            if (!char.IsAsciiLetterOrDigit((char)c) && c is not (byte)'_' and not (byte)'-')
            {
                return false;
            }
        }

        return !key.IsEmpty;
    }
}
