using System.Collections.Immutable;
using System.Text;
using Imara.Boot.CommandLine;

namespace Imara.Boot.BootEntries;

/// <summary>Changes one parameter of a boot entry and keeps the rest of the file byte for byte.</summary>
/// <remarks>What was written is read again; a change that would not give just the command line that was asked for is refused.</remarks>
public static class BootEntryEdit
{
    /// <summary>Gives a parameter a value: the first mention of it is replaced and others are removed; a new one goes to the end, before <c>--</c>.</summary>
    /// <param name="file">The file.</param>
    /// <param name="entry">Index of the entry. In <c>/etc/default/grub</c> entries share parameters: others may change with it.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="value">Its value without quotes; null: it has none.</param>
    /// <param name="edited">The whole file.</param>
    /// <param name="error">Why it cannot be changed, with the offset in the file.</param>
    public static bool TrySet(BootFile file, int entry, string name, string? value, out ReadOnlyMemory<byte> edited, out FormatError error)
    {
        edited = file.Text;
        if (!IsWritable(name, isName: true) || (value is not null && !IsWritable(value, isName: false)))
        {
            error = new FormatError(0, "a parameter is printable text without double quotes, and a name has no blank and no =");
            return false;
        }

        var target = file.Entries[entry];
        var words = CommandLineWords.Split(target.CommandLine.Span);
        var given = words.Where(word => !word.IsForInit && word.Is(name)).ToList();
        var changes = new List<TextChange>();
        error = default;
        var isPossible = given.Count > 0
            ? TryReplace(file, target, given[0], name, value, changes, out error)
            : TryInsert(file, target, words, name, value, changes, out error);
        foreach (var word in given.Skip(1))
        {
            isPossible = isPossible && TryDelete(file, target, word, changes, out error);
        }

        return isPossible && TryFinish(file, entry, name, new ByteString(value ?? string.Empty), isSet: true, value is not null, changes, out edited, out error);
    }

    /// <summary>Removes every mention of a parameter; a file without it stays as it is.</summary>
    /// <inheritdoc cref="TrySet"/>
    public static bool TryRemove(BootFile file, int entry, string name, out ReadOnlyMemory<byte> edited, out FormatError error)
    {
        edited = file.Text;
        error = default;
        var target = file.Entries[entry];
        var changes = new List<TextChange>();
        foreach (var word in CommandLineWords.Split(target.CommandLine.Span).Where(word => !word.IsForInit && word.Is(name)))
        {
            if (!TryDelete(file, target, word, changes, out error))
            {
                return false;
            }
        }

        return TryFinish(file, entry, name, ByteString.Empty, isSet: false, hasValue: false, changes, out edited, out error);
    }

    private static bool IsWritable(string text, bool isName) =>
        (!isName || text.Length > 0) && !text.Any(c => char.IsControl(c) || c == '"' || (isName && (c == '=' || char.IsWhiteSpace(c))));

    private static bool TryReplace(BootFile file, BootEntry entry, CommandLineWord word, string name, string? value, List<TextChange> changes, out FormatError error)
    {
        error = default;
        if (word.ToString() == (value is null ? name : $"{name}={value}"))
        {
            return true;
        }

        if (PlaceOf(entry, word) is not var (place, piece) || !EntryWriter.TryWrite(name, value, piece.Quoting, out var text))
        {
            error = ByHand(file, entry, word);
            return false;
        }

        changes.Add(new TextChange(place, text));
        return true;
    }

    private static bool TryDelete(BootFile file, BootEntry entry, CommandLineWord word, List<TextChange> changes, out FormatError error)
    {
        error = default;
        if (PlaceOf(entry, word) is not var (place, piece) || piece.Quoting == EntryQuoting.ShellMixed)
        {
            error = ByHand(file, entry, word);
            return false;
        }

        // One of the blanks around it goes with it.
        var text = file.Text.Span;
        var blank = EntryWriter.Blank(piece.Quoting);
        var (start, end) = (place.Start, place.End);
        if (start - blank.Length >= piece.Value.Start && text[..start].EndsWith(Encoding.ASCII.GetBytes(blank)))
        {
            start -= blank.Length;
        }
        else if (end + blank.Length <= piece.Value.End && text[end..].StartsWith(Encoding.ASCII.GetBytes(blank)))
        {
            end += blank.Length;
        }

        changes.Add(new TextChange(SourceSpan.FromBounds(start, end), string.Empty));
        return true;
    }

    private static bool TryInsert(
        BootFile file, BootEntry entry, ImmutableArray<CommandLineWord> words, string name, string? value, List<TextChange> changes, out FormatError error)
    {
        error = default;
        var piece = entry.Pieces[^1];
        var place = default(SourceSpan?);
        foreach (var word in words.Where(word => word is { IsForInit: false, Value: null } && word.Name.Span.SequenceEqual("--"u8)))
        {
            if (PlaceOf(entry, word) is var (at, holder))
            {
                (place, piece) = (new SourceSpan(at.Start, 0), holder);
            }
        }

        if (!EntryWriter.TryWrite(name, value, piece.Quoting, out var text))
        {
            error = new FormatError(piece.Value.Start, "quoted in several parts; change it by hand");
            return false;
        }

        var blank = EntryWriter.Blank(piece.Quoting);
        if (place is { } before)
        {
            changes.Add(new TextChange(before, text + blank));
            return true;
        }

        var end = piece.Value.End;
        var isBehindText = end > piece.Value.Start && !CommandLineWords.IsBlank(file.Text.Span[end - 1]);
        var isBehindKey = piece.Value.Length == 0 && piece.Quoting is EntryQuoting.Kernel or EntryQuoting.Grub && piece.Prefix.Length == 0
            && end > 0 && !CommandLineWords.IsBlank(file.Text.Span[end - 1]);
        changes.Add(new TextChange(new SourceSpan(end, 0), $"{piece.Prefix}{(isBehindText || isBehindKey ? blank : string.Empty)}{text}{piece.Suffix}"));
        return true;
    }

    private static (SourceSpan Place, EntryPiece Piece)? PlaceOf(BootEntry entry, CommandLineWord word)
    {
        if (entry.Locate(word.Span) is { } place)
        {
            foreach (var piece in entry.Pieces.Reverse())
            {
                if (place.Start >= piece.Value.Start && place.End <= piece.Value.End)
                {
                    return (place, piece);
                }
            }
        }

        return null;
    }

    private static FormatError ByHand(BootFile file, BootEntry entry, CommandLineWord word) =>
        new(entry.Locate(word.Span)?.Start ?? file.Text.Length, $"{word} is quoted in several parts; change it by hand");

    private static bool TryFinish(
        BootFile file, int entry, string name, ByteString value, bool isSet, bool hasValue, List<TextChange> changes, out ReadOnlyMemory<byte> edited, out FormatError error)
    {
        var text = changes.Count == 0 ? file.Text : TextChange.Apply(file.Text.Span, changes);
        edited = file.Text;
        if (BootFile.TryRead(text, file.Kind, out var after, out error)
            && after.Entries.Length == file.Entries.Length
            && Others(file.Entries[entry], name).SequenceEqual(Others(after.Entries[entry], name))
            && IsAsAsked(after.Entries[entry], name, isSet, hasValue ? value : null))
        {
            edited = text;
            return true;
        }

        error = new FormatError(changes.Count > 0 ? changes[0].Where.Start : 0, "the boot loader would not give the kernel this parameter if it were written here");
        return false;
    }

    private static IEnumerable<(ByteString, ByteString?, bool)> Others(BootEntry entry, string name) =>
        CommandLineWords.Split(entry.CommandLine.Span).Where(word => word.IsForInit || !word.Is(name)).Select(word => (word.Name, word.Value, word.IsForInit));

    private static bool IsAsAsked(BootEntry entry, string name, bool isSet, ByteString? value)
    {
        var given = CommandLineWords.Split(entry.CommandLine.Span).Where(word => !word.IsForInit && word.Is(name)).ToList();
        return isSet ? given.Count == 1 && given[0].Value == value : given.Count == 0;
    }
}
