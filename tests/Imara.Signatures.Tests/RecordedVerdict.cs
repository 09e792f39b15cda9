namespace Imara.Signatures.Tests;

/// <summary>What one boot of the kernel answered.</summary>
internal sealed record RecordedVerdict(string Boot, string Policy, bool Accept, string? Cause);
