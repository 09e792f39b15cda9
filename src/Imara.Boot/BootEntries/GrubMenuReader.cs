using System.Collections.Immutable;

namespace Imara.Boot.BootEntries;

/// <summary>Reads the <c>linux</c> commands of a script of GRUB, with the titles of the entries and menus around them.</summary>
internal static class GrubMenuReader
{
    private const int MaxDepth = 16;
    private const int MaxTitle = 256;

    public static bool TryRead(ReadOnlySpan<byte> text, out ImmutableArray<BootEntry> entries, out FormatError error)
    {
        entries = [];
        var found = ImmutableArray.CreateBuilder<BootEntry>();
        var titles = new Stack<ByteString>();
        var title = ByteString.Empty;
        var lexer = new GrubLexer(text);
        var isFirst = true;
        var isTitle = false;
        for (var token = lexer.Next(); token != GrubToken.End; token = lexer.Next())
        {
            switch (token)
            {
                case GrubToken.Word when isTitle:
                    title = new ByteString(lexer.Word.Bytes[..Math.Min(lexer.Word.Length, MaxTitle)]);
                    isTitle = false;
                    break;
                case GrubToken.Word when isFirst && IsLinux(lexer.Word.Bytes):
                    if (found.Count == BootFile.MaxEntries)
                    {
                        error = new FormatError(lexer.Position, $"more than {BootFile.MaxEntries} entries");
                        return false;
                    }

                    if (!TryReadArguments(ref lexer, text, TitleOf(titles), found, out var behind, out error))
                    {
                        return false;
                    }

                    if (behind == GrubToken.Close)
                    {
                        titles.TryPop(out _);
                    }

                    break;
                case GrubToken.Word:
                    isTitle = isFirst && (lexer.Word.Bytes.SequenceEqual("menuentry"u8) || lexer.Word.Bytes.SequenceEqual("submenu"u8));
                    isFirst = false;
                    break;
                case GrubToken.Separator:
                    isFirst = true;
                    break;
                case GrubToken.Open when titles.Count == MaxDepth:
                    error = new FormatError(lexer.Position - 1, "braces are nested too deeply");
                    return false;
                case GrubToken.Open:
                    titles.Push(title);
                    title = ByteString.Empty;
                    isFirst = true;
                    break;
                default:
                    titles.TryPop(out _);
                    isFirst = true;
                    break;
            }
        }

        error = found.Count > 0 ? default : new FormatError(text.Length, "no linux command");
        entries = found.ToImmutable();
        return found.Count > 0;
    }

    private static bool IsLinux(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("linux"u8) || word.SequenceEqual("linuxefi"u8) || word.SequenceEqual("linux16"u8);

    private static ByteString TitleOf(Stack<ByteString> titles)
    {
        var all = new List<byte>();
        foreach (var title in titles.Reverse().Where(one => !one.IsEmpty))
        {
            all.AddRange(all.Count > 0 ? ">"u8 : default);
            all.AddRange(title.Span);
        }

        return new ByteString(all.ToArray());
    }

    private static bool TryReadArguments(ref GrubLexer lexer, ReadOnlySpan<byte> text, ByteString title, ImmutableArray<BootEntry>.Builder found, out GrubToken token, out FormatError error)
    {
        var command = new MappedText();
        var problems = ImmutableArray.CreateBuilder<FormatError>();
        var hasVariables = false;
        var isKernel = true;
        var start = lexer.Position;
        var end = start;
        for (token = lexer.Next(); token == GrubToken.Word; token = lexer.Next())
        {
            end = lexer.Position;
            if (isKernel)
            {
                isKernel = false;
                start = end;
                continue;
            }

            GrubArguments.Add(lexer.Word, command);
            hasVariables |= lexer.HasVariables;
            if (lexer.Problem is { } problem)
            {
                problems.Add(problem);
            }

            if (command.Length > MappedText.MaxLength)
            {
                error = new FormatError(start, "no kernel takes so long a command line");
                return false;
            }
        }

        var piece = new EntryPiece(SourceSpan.FromBounds(start, end), EntryQuoting.Grub);
        found.Add(new BootEntry(title, TextLine.NumberAt(text, start), command, [piece], problems.ToImmutable(), hasVariables));
        error = default;
        return true;
    }
}
