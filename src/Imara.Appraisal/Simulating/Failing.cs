using Imara.Policy.Rules;

namespace Imara.Appraisal.Simulating;

/// <summary>An access that appraisal refuses; valid during the call only.</summary>
public readonly ref struct Failing
{
    /// <summary>The file.</summary>
    public required ReadOnlySpan<byte> Path { get; init; }

    /// <summary>Who accesses it.</summary>
    public required Subject Subject { get; init; }

    /// <summary>What he does.</summary>
    public required AccessKind Kind { get; init; }

    /// <summary>The first question of the access that fails.</summary>
    public required PolicyFunc Func { get; init; }

    /// <summary>The cause as the kernel's audit record names it; in parentheses where it writes none.</summary>
    public required string Cause { get; init; }

    /// <summary>Index of the rule that asks for appraisal.</summary>
    public required int Rule { get; init; }
}
