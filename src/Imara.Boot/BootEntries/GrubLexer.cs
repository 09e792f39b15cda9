namespace Imara.Boot.BootEntries;

/// <summary>Takes a script of GRUB apart.</summary>
/// <remarks>GRUB manual, Shell-like scripting: words, quoting, comments.</remarks>
internal ref struct GrubLexer
{
    private readonly ReadOnlySpan<byte> text;
    private readonly MappedText? source;
    private readonly bool isArguments;
    private int at;

    /// <summary>Reads a script as it stands in a file.</summary>
    public GrubLexer(ReadOnlySpan<byte> script) => text = script;

    /// <summary>Reads the arguments of one command that come from elsewhere; braces are parts of words there.</summary>
    public GrubLexer(MappedText arguments)
    {
        text = arguments.Bytes;
        source = arguments;
        isArguments = true;
    }

    /// <summary>The word that was read, unquoted.</summary>
    public MappedText Word { get; private set; } = new();

    /// <summary>True if the word names a variable.</summary>
    public bool HasVariables { get; private set; }

    /// <summary>The first character of the word, where it is one that ends the command instead; then the word is what was meant.</summary>
    public FormatError? Problem { get; private set; }

    /// <summary>Offset of the next token.</summary>
    public readonly int Position => at;

    /// <summary>Reads the next token.</summary>
    public GrubToken Next()
    {
        while (at < text.Length)
        {
            var c = text[at];
            if (c == '\\' && at + 1 < text.Length && text[at + 1] == '\n')
            {
                at += 2;
            }
            else if (c is (byte)' ' or (byte)'\t' or (byte)'\r')
            {
                at++;
            }
            else if (c == '#')
            {
                var length = text[at..].IndexOf((byte)'\n');
                at = length < 0 ? text.Length : at + length;
            }
            else if (c == '\n' || (c == ';' && !isArguments))
            {
                at++;
                return GrubToken.Separator;
            }
            else if (c is (byte)'{' or (byte)'}' && !isArguments)
            {
                at++;
                return c == '{' ? GrubToken.Open : GrubToken.Close;
            }
            else
            {
                ReadWord();
                return GrubToken.Word;
            }
        }

        return GrubToken.End;
    }

    private void ReadWord()
    {
        Word = new MappedText();
        HasVariables = false;
        Problem = null;
        SourceSpan? pending = null;
        while (at < text.Length)
        {
            var c = text[at];
            if (c is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' || (c is (byte)';' or (byte)'{' or (byte)'}' && !isArguments))
            {
                break;
            }

            switch (c)
            {
                case (byte)'\\':
                    ReadEscape(ref pending);
                    break;
                case (byte)'\'' or (byte)'"':
                    ReadQuoted(c, ref pending);
                    break;
                case (byte)'$':
                    ReadVariable(ref pending);
                    break;
                default:
                    if (c is (byte)'|' or (byte)'&' or (byte)'<' or (byte)'>' or (byte)';' or (byte)'{' or (byte)'}')
                    {
                        Problem ??= new FormatError(PlaceOf(at).Start, $"GRUB does not take a bare `{(char)c}` for a part of the word; it is written \\{(char)c}");
                    }

                    Add(c, PlaceOf(at++), ref pending);
                    break;
            }
        }

        if (pending is { } quotes)
        {
            Word.WidenLast(quotes);
        }
    }

    // A backslash keeps the next character as it is; with a line feed it is nothing.
    private void ReadEscape(ref SourceSpan? pending)
    {
        if (at + 1 == text.Length)
        {
            Add((byte)'\\', PlaceOf(at++), ref pending);
            return;
        }

        if (text[at + 1] != '\n')
        {
            Add(text[at + 1], Joined(PlaceOf(at), PlaceOf(at + 1)), ref pending);
        }

        at += 2;
    }

    private void ReadQuoted(byte quote, ref SourceSpan? pending)
    {
        pending = pending is { } earlier ? Joined(earlier, PlaceOf(at)) : PlaceOf(at);
        at++;
        while (at < text.Length && text[at] != quote)
        {
            if (quote == '"' && text[at] == '$')
            {
                ReadVariable(ref pending);
            }
            else if (quote == '"' && text[at] == '\\' && at + 1 < text.Length && text[at + 1] is (byte)'$' or (byte)'"' or (byte)'\\' or (byte)'\n')
            {
                ReadEscape(ref pending);
            }
            else
            {
                Add(text[at], PlaceOf(at), ref pending);
                at++;
            }
        }

        if (at == text.Length)
        {
            Problem ??= new FormatError(PlaceOf(at - 1).Start, $"a {(char)quote} is not closed");
            return;
        }

        var closing = PlaceOf(at++);
        if (pending is { } open)
        {
            pending = Joined(open, closing);
        }
        else
        {
            Word.WidenLast(closing);
        }
    }

    // $name, ${name}, $? and the like; a $ before anything else is itself.
    private void ReadVariable(ref SourceSpan? pending)
    {
        var end = at + 1;
        if (end < text.Length && text[end] == '{')
        {
            var length = text[end..].IndexOf((byte)'}');
            end = length < 0 ? text.Length : end + length + 1;
        }
        else
        {
            while (end < text.Length && (char.IsAsciiLetterOrDigit((char)text[end]) || text[end] == '_'))
            {
                end++;
            }
        }

        HasVariables |= end > at + 1;
        while (at < end)
        {
            Add(text[at], PlaceOf(at), ref pending);
            at++;
        }
    }

    // Quotes count to the byte behind them; the last ones to the byte before.
    private readonly void Add(byte value, SourceSpan place, ref SourceSpan? pending)
    {
        Word.Add(value, pending is { } quotes ? Joined(quotes, place) : place);
        pending = null;
    }

    private readonly SourceSpan PlaceOf(int index) => source is null ? new SourceSpan(index, 1) : source.PlaceOf(index) ?? new SourceSpan(0, 0);

    private static SourceSpan Joined(SourceSpan a, SourceSpan b) => SourceSpan.FromBounds(Math.Min(a.Start, b.Start), Math.Max(a.End, b.End));
}
