using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Imara.Appraisal.Simulating;
using Imara.Boot.Machine;
using Imara.Policy.Checking;

namespace Imara.Boot.Ladder;

/// <summary>Simulates a policy on the files of a machine and on what runs, and says why that is not clean.</summary>
public static class LadderSimulation
{
    private const int MaxNamed = 20;

    /// <summary>Runs it.</summary>
    /// <param name="simulation">The simulation, in mode enforce.</param>
    /// <param name="root">The root of the machine; of the running system every local file system and what runs is looked at.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="takesAsGood">Labels and signatures that were not checked count as good.</param>
    /// <returns>The reasons; empty if it is clean.</returns>
    public static IReadOnlyList<string> Run(Simulation simulation, string root, PolicyCheck policy, bool takesAsGood)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        ArgumentNullException.ThrowIfNull(policy);
        var lines = policy.Lines.Where(line => line.Rule is not null).ToImmutableArray();
        var isLive = root == "/";
        IEnumerable<string> roots = isLive ? LocalMounts.Below(root) : [root];
        var trees = simulation.OfTrees([.. roots.Select(path => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(path))]);
        var running = isLive ? simulation.OfRunning() : null;
        var reasons = new List<string>();
        reasons.AddRange(trees.FirstFailing.Take(MaxNamed).Select(file => $"{file.Path}: {file.Cause} ({PlaceOf(file.Rule)}): {file.Subject.Name}"));
        Count(trees.FailingFiles - Math.Min(MaxNamed, trees.FirstFailing.Length), "more files would be denied", reasons);
        foreach (var failure in running?.Failures.Take(MaxNamed) ?? [])
        {
            reasons.Add($"{failure.Path}: {failure.Cause} ({PlaceOf(failure.Rule)}): in use by process {failure.Process}");
        }

        Count((running?.Failures.Length ?? 0) - MaxNamed, "more files in use would be denied", reasons);
        Count(trees.Unreadable + (running?.Unreadable ?? 0), "items could not be read", reasons);
        if (!takesAsGood)
        {
            Count(trees.UncheckedContents, "labels were not compared with the content", reasons);
            Count(trees.UncheckedSignatures, "signatures were not verified: --cert gives the keys, --no-verify takes them as good", reasons);
            Count(running?.Unchecked ?? 0, "files in use have a label or signature that was not checked", reasons);
        }

        return reasons;

        string PlaceOf(int rule) => string.Create(CultureInfo.InvariantCulture, $"{policy.Sources[lines[rule].Source].Name}:{lines[rule].Line}");
    }

    private static void Count(long count, string what, List<string> reasons)
    {
        if (count > 0)
        {
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {what}"));
        }
    }
}
