namespace Imara.Boot.Installing;

/// <summary>What is at the place of a file; null where nothing is.</summary>
/// <param name="Mode">Permission bits.</param>
/// <param name="Content">The content of a regular file; null for anything else.</param>
/// <param name="Target">What a symbolic link leads to; null for anything else.</param>
public sealed record FoundFile(int Mode, ReadOnlyMemory<byte>? Content, string? Target);
