using System.Collections.Immutable;
using System.Text;
using Imara.Linux.Files;

namespace Imara.Runtime.Monitoring;

/// <summary>Which file systems are watched. Pure, but for <see cref="TryLook"/>.</summary>
/// <remarks>
/// docs/reference/runtime-notes.md: /proc cannot be marked, and an overlay must not share a group with the file system below it: reading its event would open
/// the file below and wait for an answer of the reader itself. What lies below an overlay cannot be seen from outside, so an overlay is watched alone.
/// </remarks>
/// <param name="Marks">Paths to mark, one for each file system.</param>
/// <param name="LeftOut">Default paths that are not watched, with the reason.</param>
/// <param name="Conflict">A required path that cannot be watched together with the others; null if there is none.</param>
internal sealed record MarkPlan(ImmutableArray<string> Marks, ImmutableArray<(string Path, string Reason)> LeftOut, string? Conflict)
{
    private const ulong ProcMagic = 0x9fa0;
    private const ulong OverlayMagic = 0x794c7630;

    /// <summary>Chooses among the candidates; the first comes first.</summary>
    internal static MarkPlan Choose(IReadOnlyList<MarkCandidate> candidates)
    {
        var marks = ImmutableArray.CreateBuilder<string>();
        var leftOut = ImmutableArray.CreateBuilder<(string, string)>();
        var devices = new HashSet<ulong>();
        bool? onlyOverlays = null;
        string? conflict = null;
        foreach (var candidate in candidates.OrderByDescending(c => c.IsRequired))
        {
            var isOverlay = candidate.Magic == OverlayMagic;
            var reason = candidate.Magic == ProcMagic ? "the kernel cannot watch /proc"
                : onlyOverlays is { } so && so != isOverlay ? "an overlay and other file systems cannot be watched together"
                : null;
            if (reason is null)
            {
                onlyOverlays = isOverlay;
                if (devices.Add(candidate.Device))
                {
                    marks.Add(candidate.Path);
                }
            }
            else if (candidate.IsRequired)
            {
                conflict ??= candidate.Path;
            }
            else
            {
                leftOut.Add((candidate.Path, reason));
            }
        }

        return new MarkPlan(marks.ToImmutable(), leftOut.ToImmutable(), conflict);
    }

    /// <summary>Finds out where a path lies.</summary>
    internal static Errno TryLook(string path, bool isRequired, out MarkCandidate candidate)
    {
        candidate = default;
        var error = Descriptor.Open(Encoding.UTF8.GetBytes(path), OpenFlags.PathOnly, out var descriptor);
        if (error != Errno.None)
        {
            return error;
        }

        error = FileStatus.Read(descriptor, out var status);
        ulong magic = 0;
        if (error == Errno.None)
        {
            error = FileSystemFacts.Magic(descriptor, out magic);
        }

        Descriptor.Close(descriptor);
        candidate = new MarkCandidate(path, status.Device, magic, isRequired);
        return error;
    }
}
