using System.Collections.Immutable;

namespace Imara.Boot.BootEntries;

/// <summary>Reads the assignments of a file that a shell sources; conditions around them are not looked at.</summary>
/// <remarks>sh(1): quoting, variables. Only variables that are asked for are kept.</remarks>
internal ref struct ShellAssignments
{
    private const int MaxAssignments = 256;

    private readonly ReadOnlySpan<byte> text;
    private readonly Dictionary<string, ShellValue?> values;
    private int at;
    private int count;
    private FormatError? error;

    private ShellAssignments(ReadOnlySpan<byte> text, Dictionary<string, ShellValue?> values)
    {
        this.text = text;
        this.values = values;
    }

    /// <summary>True for a word such as <c>GRUB_TIMEOUT=5</c>.</summary>
    public static bool IsGrubVariable(ReadOnlySpan<byte> word) => word.StartsWith("GRUB_"u8) && NameLength(word, out _) > 0;

    /// <summary>Reads a file.</summary>
    /// <param name="text">The file.</param>
    /// <param name="values">By the names of the variables that are asked for; null: not assigned.</param>
    /// <param name="error">Why the file is refused.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, Dictionary<string, ShellValue?> values, out FormatError error)
    {
        var reader = new ShellAssignments(text, values);
        while (reader.at < text.Length && reader.error is null)
        {
            reader.ReadCommand();
        }

        error = reader.error ?? default;
        return reader.error is null;
    }

    // The length of `NAME=` or `NAME+=` at the start of a word; 0 if it is no assignment.
    private static int NameLength(ReadOnlySpan<byte> word, out bool appends)
    {
        appends = false;
        var length = 0;
        while (length < word.Length && (char.IsAsciiLetter((char)word[length]) || word[length] == '_' || (length > 0 && char.IsAsciiDigit((char)word[length]))))
        {
            length++;
        }

        if (length > 0 && word[length..].StartsWith("+="u8))
        {
            appends = true;
            return length + 2;
        }

        return length > 0 && word[length..].StartsWith("="u8) ? length + 1 : 0;
    }

    private void ReadCommand()
    {
        var c = text[at];
        if (c is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)';' or (byte)'&')
        {
            at++;
        }
        else if (text[at..].StartsWith("export "u8))
        {
            at += "export ".Length;
        }
        else if (NameLength(text[at..], out var appends) is > 0 and var length)
        {
            var name = System.Text.Encoding.ASCII.GetString(text.Slice(at, length - (appends ? 2 : 1)));
            at += length;
            ReadValue(values.ContainsKey(name) ? name : null, appends);
        }
        else
        {
            var rest = text[at..].IndexOf((byte)'\n');
            at = rest < 0 ? text.Length : at + rest + 1;
        }
    }

    private void ReadValue(string? name, bool appends)
    {
        var before = appends && name is not null ? values[name] : null;
        var value = new MappedText();
        var pieces = ImmutableArray.CreateBuilder<EntryPiece>();
        if (before is not null)
        {
            value.Add(before.Text);
            pieces.AddRange(before.Pieces);
        }

        var hasVariables = before?.HasVariables ?? false;
        var start = at;
        var (quotes, hasBare) = (0, false);
        var inner = default(SourceSpan);
        var quoting = EntryQuoting.ShellBare;
        while (at < text.Length && error is null && !IsEnd(text[at]))
        {
            var c = text[at];
            if (c is (byte)'"' or (byte)'\'')
            {
                quotes++;
                quoting = c == '"' ? EntryQuoting.ShellDouble : EntryQuoting.ShellSingle;
                inner = ReadQuoted(c, value, pieces, ref hasVariables, isKept: name is not null);
            }
            else
            {
                hasBare = true;
                ReadOne(value, pieces, ref hasVariables, isInQuotes: false, isKept: name is not null);
            }
        }

        if (name is null || error is not null)
        {
            return;
        }

        if (++count > MaxAssignments || value.Length > MappedText.MaxLength)
        {
            error = new FormatError(start, "too many assignments, or too long a value for a command line");
            return;
        }

        pieces.Add(quotes == 1 && !hasBare ? new EntryPiece(inner, quoting)
            : new EntryPiece(SourceSpan.FromBounds(start, at), quotes == 0 ? EntryQuoting.ShellBare : EntryQuoting.ShellMixed));
        values[name] = new ShellValue(value, pieces.ToImmutable(), hasVariables);
    }

    private SourceSpan ReadQuoted(byte quote, MappedText value, ImmutableArray<EntryPiece>.Builder pieces, ref bool hasVariables, bool isKept)
    {
        var start = ++at;
        while (at < text.Length && text[at] != quote && error is null)
        {
            if (quote == '"')
            {
                ReadOne(value, pieces, ref hasVariables, isInQuotes: true, isKept);
            }
            else
            {
                Add(value, text[at], new SourceSpan(at++, 1), isKept);
            }
        }

        if (at >= text.Length)
        {
            error ??= new FormatError(start - 1, $"a {(char)quote} is not closed");
            return default;
        }

        return SourceSpan.FromBounds(start, at++);
    }

    private void ReadOne(MappedText value, ImmutableArray<EntryPiece>.Builder pieces, ref bool hasVariables, bool isInQuotes, bool isKept)
    {
        var c = text[at];
        if (c == '\\' && at + 1 < text.Length && (!isInQuotes || text[at + 1] is (byte)'$' or (byte)'`' or (byte)'"' or (byte)'\\' or (byte)'\n'))
        {
            if (text[at + 1] != '\n')
            {
                Add(value, text[at + 1], new SourceSpan(at, 2), isKept);
            }

            at += 2;
        }
        else if (c is (byte)'$' or (byte)'`')
        {
            ReadExpansion(value, pieces, ref hasVariables, isKept);
        }
        else
        {
            Add(value, c, new SourceSpan(at++, 1), isKept);
        }
    }

    private void ReadExpansion(MappedText value, ImmutableArray<EntryPiece>.Builder pieces, ref bool hasVariables, bool isKept)
    {
        var start = at;
        var name = default(SourceSpan);
        var rest = text[(at + 1)..];
        if (text[at] == '`')
        {
            at += 1 + LengthThrough(rest, (byte)'`');
        }
        else if (rest.StartsWith("{"u8))
        {
            at += 1 + LengthThrough(rest, (byte)'}');
            name = SourceSpan.FromBounds(start + 2, Math.Max(start + 2, at - 1));
        }
        else if (rest.StartsWith("("u8))
        {
            at += 1 + LengthThrough(rest, (byte)')');
        }
        else
        {
            at++;
            while (at < text.Length && (char.IsAsciiLetterOrDigit((char)text[at]) || text[at] == '_'))
            {
                at++;
            }

            name = SourceSpan.FromBounds(start + 1, at);
        }

        if (!isKept)
        {
            return;
        }

        if (name.Length > 0 && values.TryGetValue(System.Text.Encoding.ASCII.GetString(name.Of(text)), out var known))
        {
            // A variable that was not assigned yet is empty.
            if (known is not null)
            {
                value.Add(known.Text);
                pieces.AddRange(known.Pieces);
                hasVariables |= known.HasVariables;
            }
        }
        else
        {
            hasVariables |= at - start > 1;
            value.Add(text, SourceSpan.FromBounds(start, at));
        }

        if (value.Length > MappedText.MaxLength || pieces.Count > MaxAssignments)
        {
            error ??= new FormatError(start, "too long a value for a command line");
        }
    }

    private static int LengthThrough(ReadOnlySpan<byte> text, byte end) => text.IndexOf(end) is >= 0 and var length ? length + 1 : text.Length;

    private static void Add(MappedText value, byte c, SourceSpan place, bool isKept)
    {
        if (isKept)
        {
            value.Add(c, place);
        }
    }

    private static bool IsEnd(byte c) => c is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)';' or (byte)'&' or (byte)'|' or (byte)'(' or (byte)')' or (byte)'<' or (byte)'>';
}
