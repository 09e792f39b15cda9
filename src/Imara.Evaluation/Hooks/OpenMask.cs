using System.Collections.Immutable;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Hooks;

/// <summary>The mask of FILE_CHECK when a file is opened. Pure.</summary>
/// <remarks>docs/reference/policy.md 4.1, first row.</remarks>
public static class OpenMask
{
    /// <summary>Every mask that open(2) can give.</summary>
    public static ImmutableArray<AccessMask> All { get; } =
    [
        AccessMask.Read, AccessMask.Write, AccessMask.Read | AccessMask.Write, AccessMask.Read | AccessMask.Append, AccessMask.Write | AccessMask.Append,
        AccessMask.Read | AccessMask.Write | AccessMask.Append,
    ];

    /// <summary>The mask of an open.</summary>
    /// <param name="reads">O_RDONLY, O_RDWR or access mode 3.</param>
    /// <param name="writes">O_WRONLY, O_RDWR or access mode 3.</param>
    /// <param name="truncates">O_TRUNC.</param>
    /// <param name="appends">O_APPEND.</param>
    public static AccessMask Of(bool reads, bool writes, bool truncates, bool appends) =>
        (reads ? AccessMask.Read : AccessMask.None)
        | (writes || truncates ? AccessMask.Write : AccessMask.None)
        | (appends ? AccessMask.Append : AccessMask.None);
}
