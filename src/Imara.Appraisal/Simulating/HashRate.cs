using System.Diagnostics;
using Imara.Hashing;

namespace Imara.Appraisal.Simulating;

/// <summary>How fast this machine hashes.</summary>
public static class HashRate
{
    private const int Piece = 1 << 20;
    private const int Pieces = 16;

    /// <summary>Hashes 16 MiB on one core, as a kernel does for an opener.</summary>
    /// <returns>Bytes a second, at least 1.</returns>
    public static long Measure(HashAlgo algo)
    {
        var content = new byte[Piece];
        using var hash = KernelHash.Create(algo);

        // The first bytes load the library.
        hash.Append(content);
        hash.Finish();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Pieces; i++)
        {
            hash.Append(content);
        }

        hash.Finish();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return Math.Max(1, (long)(Piece * Pieces / seconds));
    }
}
