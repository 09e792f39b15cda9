using System.Collections.Immutable;

namespace Imara.Policy.Kernels;

/// <summary>When a feature came, and what it needs.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Since">First mainline version that has it.</param>
/// <param name="Gate">Build option it needs; <see cref="KernelOption.None"/> for none.</param>
/// <param name="Backports">Point releases of older series that have it too: each covers the rest of its own series.</param>
/// <param name="Source">Section of docs/reference/policy.md.</param>
/// <param name="Touches">What differs where it is there.</param>
/// <param name="Meaning">What a kernel that has it does, in one sentence.</param>
public sealed record KernelFeatureRow(
    KernelFeature Feature, KernelVersion Since, KernelOption Gate, ImmutableArray<KernelVersion> Backports, string Source, FeatureTouches Touches, string Meaning)
{
    /// <summary>True if a kernel of this version has the feature when it is built with the gate.</summary>
    public bool IsIn(KernelVersion version)
    {
        if (version >= Since)
        {
            return true;
        }

        foreach (var point in Backports)
        {
            if (version.Major == point.Major && version.Minor == point.Minor && version >= point)
            {
                return true;
            }
        }

        return false;
    }
}
