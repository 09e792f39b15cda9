using System.Globalization;
using Imara.Appraisal.Files;
using Imara.Runtime.Failures;
using Imara.Runtime.Usage;

namespace Imara.Runtime.Accesses;

/// <summary>Hashes for accesses, no more than <see cref="Limit"/> says; what is not hashed is counted, once for each access.</summary>
internal sealed class BoundedHashing(FileDigester digester, MonitorCounters counters)
{
    // Whatever others cost, a small file is hashed: it takes a millisecond.
    private const long Always = 1 << 20;

    private long began;
    private bool isGivenUp;

    /// <summary>How much is hashed.</summary>
    internal HashLimit Limit { get; set; } = HashLimit.Usual;

    /// <summary>A new access.</summary>
    internal void Begin()
    {
        began = Environment.TickCount64;
        isGivenUp = false;
    }

    /// <summary>Hashes the content of an access.</summary>
    /// <param name="access">The access.</param>
    /// <param name="usage">What is known of its file.</param>
    /// <param name="algo">The algorithm.</param>
    /// <param name="waited">How long the access waited before its turn, in milliseconds.</param>
    /// <param name="digest">The digest; null, and counted, if there is none.</param>
    internal bool TryHash(LiveAccess access, FileUsage usage, HashAlgo algo, long waited, out Digest? digest)
    {
        digest = null;
        if (isGivenUp)
        {
            return false;
        }

        if (access.Status.Size > Limit.Bytes)
        {
            return GiveUp(FailureKind.TooLarge, access, $"larger than {Limit.Bytes} bytes");
        }

        if (usage.IsTooSlow)
        {
            return GiveUp(FailureKind.TooSlow, access, "hashing it took too long before");
        }

        var until = began + Math.Max(0, Limit.Milliseconds - waited);
        var isLate = false;
        var error = digester.Compute(access.Descriptor, algo, offset => !(isLate = IsLate(offset, until)), out digest);
        if (isLate)
        {
            digest = null;
            if (waited > 0)
            {
                return GiveUp(FailureKind.TooBusy, access, "others had kept the opener waiting already");
            }

            usage.IsTooSlow = true;
            return GiveUp(FailureKind.TooSlow, access, string.Create(CultureInfo.InvariantCulture, $"hashing it takes longer than {Limit.Milliseconds / 1000.0} seconds"));
        }

        return error == Errno.None || GiveUp(FailureKind.NotRead, access, $"it cannot be read: {error}");
    }

    // A file that grows while it is read has no end.
    private bool IsLate(long offset, long until) => offset > Always && (offset > Limit.Bytes || Environment.TickCount64 > until);

    private bool GiveUp(FailureKind kind, LiveAccess access, string reason)
    {
        isGivenUp = true;
        counters.Failed(kind, $"{access.Path}: not hashed: {reason}");
        return false;
    }
}
