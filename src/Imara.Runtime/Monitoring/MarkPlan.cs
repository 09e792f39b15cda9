using System.Collections.Immutable;
using Imara.Linux.Files;

namespace Imara.Runtime.Monitoring;

/// <summary>Which file systems are watched. Pure, but for <see cref="TryLook"/>.</summary>
/// <remarks>
/// docs/design/runtime.md, What is watched together: /proc cannot be marked, and a file system whose files are kept by another one (an overlay, FUSE, eCryptfs)
/// is watched alone: to read its event opens a file of the other, or asks a program that does, and if that was watched too, the thread that answers would
/// wait for itself. What lies below cannot be seen from outside.
/// </remarks>
/// <param name="Marks">Paths to mark, one for each file system.</param>
/// <param name="LeftOut">Default paths that are not watched, with the reason.</param>
/// <param name="Conflict">A required path that cannot be watched, alone or with the others, and why; null if there is none.</param>
internal sealed record MarkPlan(ImmutableArray<ByteString> Marks, ImmutableArray<(ByteString Path, string Reason)> LeftOut, (ByteString Path, string Reason)? Conflict)
{
    private const ulong ProcMagic = 0x9fa0;

    /// <summary>Chooses among the candidates; what is required comes first, and else the first.</summary>
    internal static MarkPlan Choose(IReadOnlyList<MarkCandidate> candidates)
    {
        var marks = ImmutableArray.CreateBuilder<ByteString>();
        var leftOut = ImmutableArray.CreateBuilder<(ByteString, string)>();
        var devices = new HashSet<ulong>();
        string? alone = null;
        (ByteString, string)? conflict = null;
        foreach (var candidate in candidates.OrderByDescending(c => c.IsRequired))
        {
            var kind = KeptElsewhere(candidate.Magic);
            var reason = candidate.Magic == ProcMagic ? "the kernel cannot watch /proc"
                : devices.Count == 0 || devices.Contains(candidate.Device) ? null
                : alone is not null ? $"{alone} is watched, and nothing can be together with it"
                : kind is not null ? $"{kind} cannot be watched together with other file systems"
                : null;
            if (reason is null)
            {
                alone ??= kind;
                if (devices.Add(candidate.Device))
                {
                    marks.Add(candidate.Path);
                }
            }
            else if (candidate.IsRequired)
            {
                conflict ??= (candidate.Path, reason);
            }
            else
            {
                leftOut.Add((candidate.Path, reason));
            }
        }

        return new MarkPlan(marks.ToImmutable(), leftOut.ToImmutable(), conflict);
    }

    /// <summary>Finds out where a path lies.</summary>
    internal static Errno TryLook(ByteString path, bool isRequired, out MarkCandidate candidate)
    {
        candidate = default;
        var error = Descriptor.Open(path.Span, OpenFlags.PathOnly, out var descriptor);
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

    // linux/magic.h
    private static string? KeptElsewhere(ulong magic) => magic switch
    {
        0x794c7630 => "an overlay",
        0x65735546 => "a FUSE file system",
        0xf15f => "an eCryptfs file system",
        _ => null,
    };
}
