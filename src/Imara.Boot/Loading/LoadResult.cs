using System.Collections.Immutable;
using Imara.Boot.Witnesses;
using Imara.Policy.Checking;

namespace Imara.Boot.Loading;

/// <summary>What became of a load.</summary>
public sealed record LoadResult
{
    /// <summary>The policy file; null if none was found.</summary>
    public string? Policy { get; init; }

    /// <summary>Whether the policy is in force.</summary>
    public required LoadState State { get; init; }

    /// <summary>How it got there; null if this load did not put it there.</summary>
    public LoadMethod? Method { get; init; }

    /// <summary>The check of the policy; null if it was not read.</summary>
    public PolicyCheck? Check { get; init; }

    /// <summary>The rule the kernel refused although the check took it; null if there is none.</summary>
    public RefusedRule? RefusedRule { get; init; }

    /// <summary>The keys that were given to the kernel, with its answers.</summary>
    public ImmutableArray<LoadedKey> Keys { get; init; } = [];

    /// <summary>What was seen of signatures under the policy.</summary>
    public WitnessReport Witness { get; init; } = WitnessReport.NotNeeded;

    /// <summary>True if every key is in its keyring.</summary>
    public bool HasAllKeys => Keys.All(key => key.Errno == Errno.None);
}
