using System.Collections.Immutable;

namespace Imara.Boot.BootEntries;

/// <summary>What a shell variable holds.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Pieces">The values in the file that it is made of, the last one written last.</param>
/// <param name="HasVariables">True if a variable or command stands in it whose text is not known; it stands there by its name.</param>
internal sealed record ShellValue(MappedText Text, ImmutableArray<EntryPiece> Pieces, bool HasVariables);
