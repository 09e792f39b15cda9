using System.Collections.Immutable;

namespace Imara.Boot.BootEntries;

/// <summary>One way to boot, and the command line that its kernel gets.</summary>
public sealed class BootEntry
{
    private readonly MappedText text;

    internal BootEntry(ByteString title, int line, MappedText text, ImmutableArray<EntryPiece> pieces, ImmutableArray<FormatError> problems, bool hasVariables)
    {
        this.text = text;
        Title = title;
        Line = line;
        CommandLine = new ByteString(text.Bytes);
        Pieces = pieces;
        Problems = problems;
        HasVariables = hasVariables;
    }

    /// <summary>What the boot menu shows, menus around it in front; for <c>/etc/default/grub</c> normal or recovery; empty if it has no name.</summary>
    public ByteString Title { get; }

    /// <summary>The line of the file, from 1, where its first parameters stand.</summary>
    public int Line { get; }

    /// <summary>What the kernel gets, unquoted by the boot loader. A variable the file does not set stands there by its name.</summary>
    public ByteString CommandLine { get; }

    /// <summary>What makes the boot loader stumble over the line, with offsets in the file; the command line is what was meant.</summary>
    public ImmutableArray<FormatError> Problems { get; }

    /// <summary>True if the command line names a variable that the file does not set: more parameters may follow from it.</summary>
    public bool HasVariables { get; }

    /// <summary>Where parameters of this entry stand; the last takes new ones.</summary>
    internal ImmutableArray<EntryPiece> Pieces { get; }

    /// <summary>The part of the file that stands for a part of <see cref="CommandLine"/>, with the quotes that belong to it.</summary>
    /// <param name="span">The part of the command line.</param>
    /// <returns>Null if it is in no file, such as the blank between two lines.</returns>
    public SourceSpan? Locate(SourceSpan span) => text.Locate(span);
}
