using System.Diagnostics;
using Imara.Appraisal.Labelling;

namespace Imara.Cli.Verbs.Files;

/// <summary>How far the work is, and how fast it goes.</summary>
internal sealed class Rate(LabelTally tally)
{
    private readonly Stopwatch since = Stopwatch.StartNew();

    /// <summary>Such as <c>41200 files, 640 MiB, 9100 files/s</c>.</summary>
    public string Text()
    {
        var files = tally.Files;
        return $"{files} files, {tally.Bytes >> 20} MiB, {files / Math.Max(1e-3, since.Elapsed.TotalSeconds):F0} files/s";
    }
}
