namespace Imara.Policy.Syntax;

/// <summary>Splits a line into tokens; spans count from the start of the line.</summary>
/// <remarks>docs/reference/policy.md 2: tokens are separated by space and tab only, and there is no quoting.</remarks>
public ref struct TokenReader
{
    private readonly ReadOnlySpan<byte> line;
    private int position;

    /// <summary>Starts at the beginning of <paramref name="line"/>, which has no line feed.</summary>
    public TokenReader(ReadOnlySpan<byte> line) => this.line = line;

    /// <summary>True for the two bytes that separate tokens.</summary>
    public static bool IsBlank(byte value) => value is (byte)' ' or (byte)'\t';

    /// <summary>Takes the next token; false at the end of the line.</summary>
    public bool TryRead(out PolicyToken token)
    {
        while (position < line.Length && IsBlank(line[position]))
        {
            position++;
        }

        if (position == line.Length)
        {
            token = default;
            return false;
        }

        var start = position;
        while (position < line.Length && !IsBlank(line[position]))
        {
            position++;
        }

        token = Split(start, position);
        return true;
    }

    private readonly PolicyToken Split(int start, int end)
    {
        var length = line[start..end].IndexOfAny((byte)'=', (byte)'<', (byte)'>');
        if (length < 0)
        {
            var all = SourceSpan.FromBounds(start, end);
            return new PolicyToken(all, all, 0, new SourceSpan(end, 0));
        }

        var at = start + length;
        return new PolicyToken(SourceSpan.FromBounds(start, end), SourceSpan.FromBounds(start, at), line[at], SourceSpan.FromBounds(at + 1, end));
    }
}
