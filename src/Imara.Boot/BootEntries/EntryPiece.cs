namespace Imara.Boot.BootEntries;

/// <summary>A place of a file that holds parameters of an entry.</summary>
/// <param name="Value">The text between the quotes, or the whole value.</param>
/// <param name="Quoting">How parameters are written there.</param>
/// <param name="Prefix">What has to stand in front of the first parameter, where the place does not exist yet.</param>
/// <param name="Suffix">What has to follow it.</param>
internal sealed record EntryPiece(SourceSpan Value, EntryQuoting Quoting, string Prefix = "", string Suffix = "");
