using System.Collections.Immutable;

namespace Imara.Policy.Formatting;

/// <summary>A policy text in its one tidy layout.</summary>
/// <param name="Text">The bytes.</param>
/// <param name="FirstChange">Number of the first line of the original that differs, from 1; 0 if it is tidy.</param>
/// <param name="Refused">The lines that are left as they are because the kernel does not take them.</param>
public sealed record FormattedPolicy(ReadOnlyMemory<byte> Text, int FirstChange, ImmutableArray<RefusedLine> Refused)
{
    /// <summary>True if the original is the tidy layout.</summary>
    public bool IsTidy => FirstChange == 0;
}
