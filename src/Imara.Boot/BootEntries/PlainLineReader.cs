using System.Collections.Immutable;

namespace Imara.Boot.BootEntries;

/// <summary>Reads a bare command line: the lines of the file are one, those that begin with <c>#</c> are comments.</summary>
internal static class PlainLineReader
{
    public static bool TryRead(ReadOnlySpan<byte> text, out ImmutableArray<BootEntry> entries, out FormatError error)
    {
        error = default;
        entries = [];
        var command = new MappedText();
        var last = new SourceSpan(0, 0);
        var at = 0;
        while (TextLine.TryTake(text, ref at, out var line))
        {
            var value = TextLine.Trim(text, line);
            if (value.Length == 0 || text[value.Start] == '#')
            {
                continue;
            }

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
            last = value;
        }

        // Without parameters the first one goes in front of whatever is there.
        var suffix = command.Length > 0 || text.IsEmpty || text[0] == '\n' ? string.Empty : "\n";
        var piece = new EntryPiece(last, EntryQuoting.Kernel, Suffix: suffix);
        entries = [new BootEntry(ByteString.Empty, line: 1, command, [piece], problems: [], hasVariables: false)];
        return true;
    }
}
