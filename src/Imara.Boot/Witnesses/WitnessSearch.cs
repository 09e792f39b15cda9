using System.Collections.Immutable;
using System.Text;
using Imara.Appraisal.Simulating;
using Imara.Boot.Programs;
using Imara.Engine.Boot;
using Imara.Policy.Rules;
using Imara.Signatures.Keys;

namespace Imara.Boot.Witnesses;

/// <summary>Finds accesses that the policy in force appraises by a signature, by simulating it on files that every system has.</summary>
/// <param name="setup">The kernel.</param>
/// <param name="rules">The rules in force.</param>
/// <param name="keys">The keys that were loaded; null: they are not known, and every signature may be good.</param>
internal sealed class WitnessSearch(EngineSetup setup, ImmutableArray<PolicyRule> rules, Keyring? keys)
{
    // What does no harm if it is executed, and how; everything else is read or mapped at most.
    private static readonly (string Path, ImmutableArray<string> Arguments)[] Programs =
    [
        ("usr/bin/true", ["true"]), ("bin/true", ["true"]), ("usr/bin/sh", ["sh", "-c", ":"]), ("bin/sh", ["sh", "-c", ":"]), ("sbin/init", []),
    ];

    // Reading and mapping run nothing of the file.
    private static readonly AccessKind[] Order = [AccessKind.Map, AccessKind.Read, AccessKind.Execute, AccessKind.Module];

    /// <summary>The files that are looked at: the one that is named, else this program, the policy and what every system has.</summary>
    /// <param name="named">The file that the user names; null: none.</param>
    /// <param name="root">The root of the system to be booted.</param>
    /// <param name="self">This program.</param>
    /// <param name="policy">The policy file.</param>
    /// <returns>Paths on this machine; the arguments are empty for what must not be executed.</returns>
    public static IReadOnlyList<(string Path, ImmutableArray<string> Arguments)> Candidates(string? named, string root, string? self, string policy)
    {
        if (named is not null)
        {
            return [(named, [named])];
        }

        var found = new List<(string Path, ImmutableArray<string> Arguments)>();
        if (self is not null)
        {
            found.Add((self, ["imara", "--version"]));
        }

        foreach (var (path, arguments) in Programs)
        {
            if (RootedPath.Resolve(root, path) is { } at && found.TrueForAll(known => known.Path != at || known.Arguments.IsEmpty))
            {
                found.Add((at, arguments));
            }
        }

        found.Add((policy, []));
        return found;
    }

    /// <summary>The accesses to these files that are appraised by a signature which may be good, those first that run nothing.</summary>
    public IReadOnlyList<Witness> Among(IEnumerable<(string Path, ImmutableArray<string> Arguments)> files)
    {
        // Who this program is to a security module does not show: a rule that asks for it may match or not.
        if (rules.Any(rule => rule.Lsm.Any(condition => condition.Key > LsmKey.ObjType)))
        {
            return [];
        }

        using var simulator = new FileSimulator(new Simulation(setup, rules, SimulationMode.Enforce) { Keys = keys });
        var found = new List<Witness>();
        foreach (var (path, arguments) in files)
        {
            found.AddRange(
                from access in simulator.Of(Encoding.UTF8.GetBytes(path))
                where access is { Passes: true, IsBySignature: true } && Array.IndexOf(Order, access.Kind) >= 0
                where access.Kind != AccessKind.Execute || !arguments.IsEmpty
                select new Witness(path, access.Kind, arguments));
        }

        return [.. found.OrderBy(witness => Array.IndexOf(Order, witness.Kind))];
    }
}
