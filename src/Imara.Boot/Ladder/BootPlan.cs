using System.Collections.Immutable;

namespace Imara.Boot.Ladder;

/// <summary>What a step changes on a machine.</summary>
/// <param name="Changes">The files.</param>
/// <param name="Commands">What the administrator has to run then, in this order.</param>
/// <param name="Problems">Why it cannot be done; nothing may be changed then.</param>
public sealed record BootPlan(ImmutableArray<FileChange> Changes, ImmutableArray<string> Commands, ImmutableArray<string> Problems)
{
    /// <summary>Nothing changes.</summary>
    public static BootPlan Empty { get; } = new([], [], []);

    /// <summary>This plan, and another one behind it.</summary>
    public BootPlan With(BootPlan other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new([.. Changes, .. other.Changes], [.. Commands, .. other.Commands], [.. Problems, .. other.Problems]);
    }
}
