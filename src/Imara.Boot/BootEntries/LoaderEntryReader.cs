using System.Collections.Immutable;

namespace Imara.Boot.BootEntries;

/// <summary>Reads an entry of the Boot Loader Specification: its <c>options</c> lines are one command line.</summary>
internal static class LoaderEntryReader
{
    public static bool TryRead(ReadOnlySpan<byte> text, out ImmutableArray<BootEntry> entries, out FormatError error)
    {
        error = default;
        entries = [];
        var command = new MappedText();
        var pieces = ImmutableArray.CreateBuilder<EntryPiece>();
        var (title, version) = (ByteString.Empty, ByteString.Empty);
        var at = 0;
        while (TextLine.TryTake(text, ref at, out var line))
        {
            var key = TextLine.FirstWord(text, line, out var value).Of(text);
            if (key.SequenceEqual("title"u8))
            {
                title = new ByteString(value.Of(text));
            }
            else if (key.SequenceEqual("version"u8))
            {
                version = new ByteString(value.Of(text));
            }
            else if (key.SequenceEqual("options"u8))
            {
                if (command.Length + value.Length > MappedText.MaxLength)
                {
                    error = new FormatError(value.Start, "no kernel takes so long a command line");
                    return false;
                }

                if (command.Length > 0)
                {
                    command.Add((byte)' ', place: null);
                }

                command.Add(text, value);
                pieces.Add(new EntryPiece(value, EntryQuoting.Kernel));
            }
        }

        var number = pieces.Count > 0 ? TextLine.NumberAt(text, pieces[0].Value.Start) : 1;
        if (pieces.Count == 0)
        {
            var lineEnd = text.Length == 0 || text[^1] == '\n' ? string.Empty : "\n";
            pieces.Add(new EntryPiece(new SourceSpan(text.Length, 0), EntryQuoting.Kernel, lineEnd + "options ", "\n"));
        }

        // Only where GRUB reads the entry are there variables.
        var hasVariables = command.Bytes.IndexOf(" $"u8) >= 0 || command.Bytes.StartsWith("$"u8);
        entries = [new BootEntry(title.IsEmpty ? version : title, number, command, pieces.ToImmutable(), problems: [], hasVariables)];
        return true;
    }
}
