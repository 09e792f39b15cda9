namespace Imara.Cli.Verbs.Files;

/// <summary>What a verb asks about files.</summary>
/// <param name="IsDryRun">Nothing is changed.</param>
/// <param name="NeedsEach">Whether each is good, so that one that went away leaves the answer open.</param>
/// <param name="AllowsEmpty">No file at all is an answer.</param>
internal sealed record FileQuestion(bool IsDryRun, bool NeedsEach, bool AllowsEmpty);
