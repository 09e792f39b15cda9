using System.Collections.Immutable;
using Imara.Diagnostics;
using Imara.Policy.Rules;

namespace Imara.Policy.Kernels;

/// <summary>Makes a profile of what is known about a kernel, and says in notes (IMA04xx) what had to be assumed.</summary>
/// <remarks>docs/reference/policy.md 8.</remarks>
public static class KernelChoice
{
    // Read in full for the reference, though nothing in the table begins with it.
    private static readonly KernelVersion AlsoRead = new(5, 10);

    /// <summary>The version numbers, without a point release, that the reference speaks for; oldest first.</summary>
    public static ImmutableArray<KernelVersion> KnownSeries { get; } = Series();

    /// <summary>A kernel of this version with everything configured; a series that is not known is taken as the nearest older one that is.</summary>
    /// <param name="version">The version asked for.</param>
    /// <param name="notes">Takes a note if the version is taken as another one.</param>
    public static KernelProfile OfVersion(KernelVersion version, ICollection<Diagnostic> notes) =>
        KnownKernels.OfVersion(Nearest(version, notes));

    /// <summary>A kernel built with a configuration.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="version">The version; null: that of the configuration's header.</param>
    /// <param name="notes">Takes what had to be assumed.</param>
    /// <param name="hashNotes">Takes of this what only matters to who names a hash algorithm; null: <paramref name="notes"/> does.</param>
    public static KernelProfile OfConfig(KernelConfig config, KernelVersion? version, ICollection<Diagnostic> notes, ICollection<Diagnostic>? hashNotes = null)
    {
        hashNotes ??= notes;
        KernelVersion chosen;
        if ((version ?? config.Version) is { } known)
        {
            chosen = Nearest(known, notes);
        }
        else
        {
            chosen = KernelFeatures.Newest;
            notes.Add(Assumed("the version of the kernel", $"it is taken as {chosen}"));
        }

        var profile = Configured(KnownKernels.OfVersion(chosen), config) with { Name = $"{chosen}-config" };
        config = Known(config, profile);
        if (!config.NamesHashes)
        {
            hashNotes.Add(Assumed("which hash algorithms are built in", "all count as usable"));
            return profile;
        }

        NoteModules(config, config.BuiltInHashes, hashNotes);
        return profile with { UsableHashes = config.BuiltInHashes.Union(config.ModuleHashes), ModuleHashes = config.ModuleHashes, BootHashes = config.BuiltInHashes };
    }

    /// <summary>A recorded kernel by its exact name; null: there is none. What was recorded without its modules is told, and counts as an installed system has it.</summary>
    /// <param name="name">The name, such as <c>6.1-debian</c>.</param>
    /// <param name="notes">Takes what had to be assumed.</param>
    public static KernelProfile? OfRecorded(string name, ICollection<Diagnostic> notes)
    {
        if (KnownKernels.Find(name) is not { } kernel || kernel.ModuleHashes.IsEmpty)
        {
            return KnownKernels.Find(name);
        }

        notes.Add(Modules(kernel.ModuleHashes));
        return kernel with { UsableHashes = kernel.UsableHashes.Union(kernel.ModuleHashes) };
    }

    /// <summary>The running kernel; what could not be read is as <see cref="OfVersion"/> has it.</summary>
    /// <param name="facts">What could be read.</param>
    /// <param name="notes">Takes what had to be assumed.</param>
    /// <param name="hashNotes">Takes of this what only matters to who names a hash algorithm; null: <paramref name="notes"/> does.</param>
    public static KernelProfile OfRunning(RunningKernelFacts facts, ICollection<Diagnostic> notes, ICollection<Diagnostic>? hashNotes = null)
    {
        var version = KernelFeatures.Newest;
        if (KernelVersion.TryParse(facts.Release, out var running))
        {
            version = Nearest(running, notes);
        }
        else
        {
            notes.Add(Assumed("the version of the running kernel", $"it is taken as {version}"));
        }

        var profile = KnownKernels.OfVersion(version);
        if (facts.Config is not { } config)
        {
            notes.Add(Assumed("the configuration of the running kernel", "every option of IMA counts as configured"));
        }
        else if (!config.HasIma)
        {
            notes.Add(Assumed("the configuration of IMA (the running kernel is built without it)", "every option of IMA counts as configured"));
        }
        else
        {
            profile = Configured(profile, config);
        }

        return WithSchemes(WithHashes(profile, facts, hashNotes ?? notes), facts) with { Name = "running", Release = facts.Release ?? string.Empty };
    }

    /// <summary>The note that a fact could not be read.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="instead">What is assumed.</param>
    public static Diagnostic Assumed(string fact, string instead) => Diagnostic.At(PolicyDiagnostics.FactAssumed, default, fact, instead);

    private static KernelProfile WithHashes(KernelProfile profile, RunningKernelFacts facts, ICollection<Diagnostic> notes)
    {
        if (facts.CryptoTable is not { } table)
        {
            notes.Add(Assumed("/proc/crypto", "all hash algorithms count as usable"));
            return profile;
        }

        if (facts.Config is not { NamesHashes: true } config)
        {
            return profile with { UsableHashes = table };
        }

        config = Known(config, profile);

        // The table lists a module once it is loaded; those that modprobe would still find are in the configuration.
        NoteModules(config, table, notes);
        return profile with { UsableHashes = table.Union(config.ModuleHashes), BootHashes = config.BuiltInHashes };
    }

    // A version that does not know the name of an algorithm has no use for its module.
    private static KernelConfig Known(KernelConfig config, KernelProfile profile) => profile.Has(KernelFeature.Sha3) ? config
        : config with { ModuleHashes = config.ModuleHashes.Except(HashAlgoSet.Of(HashAlgo.Sha3_256, HashAlgo.Sha3_384, HashAlgo.Sha3_512)) };

    private static void NoteModules(KernelConfig config, HashAlgoSet present, ICollection<Diagnostic> notes)
    {
        var modules = config.ModuleHashes.Except(present);
        if (!modules.IsEmpty)
        {
            notes.Add(Modules(modules));
        }
    }

    private static Diagnostic Modules(HashAlgoSet modules) => Assumed($"whether modprobe will find {modules} when the policy is loaded", "modules count as usable");

    // As with hash algorithms: the table has what is built in or loaded, the configuration what modprobe may find.
    private static KernelProfile WithSchemes(KernelProfile profile, RunningKernelFacts facts) => facts switch
    {
        { Config: { HasIma: true, NamesSchemes: true } } => profile,
        { Schemes: { } table } => profile with { Schemes = profile.Schemes & table },
        _ => profile,
    };

    private static KernelProfile Configured(KernelProfile profile, KernelConfig config) => profile with
    {
        Options = config.Options,
        DefaultHash = config.DefaultHash ?? profile.DefaultHash,
        DefaultTemplate = config.DefaultTemplate ?? profile.DefaultTemplate,
        MeasurePcr = config.MeasurePcr ?? profile.MeasurePcr,
        EvmXattrs = config.EvmXattrs,
        Schemes = config.NamesSchemes ? profile.Schemes & (config.BuiltInSchemes | config.ModuleSchemes) : profile.Schemes,
        ModuleSchemes = profile.Schemes & config.ModuleSchemes,
    };

    private static KernelVersion Nearest(KernelVersion version, ICollection<Diagnostic> notes)
    {
        var series = new KernelVersion(version.Major, version.Minor);
        var at = KnownSeries.BinarySearch(series);
        if (at >= 0)
        {
            return version;
        }

        var below = ~at - 1;
        var (kind, taken) = below switch
        {
            < 0 => (PolicyDiagnostics.OlderThanKnown, KnownSeries[0]),
            _ when below == KnownSeries.Length - 1 => (PolicyDiagnostics.NewerThanKnown, KnownSeries[below]),
            _ => (PolicyDiagnostics.BetweenKnown, KnownSeries[below]),
        };
        notes.Add(Diagnostic.At(kind, default, version.ToString(), taken.ToString()));
        return taken;
    }

    private static ImmutableArray<KernelVersion> Series()
    {
        var series = new SortedSet<KernelVersion> { KernelFeatures.Oldest, KernelFeatures.Newest, AlsoRead };
        foreach (var row in KernelFeatures.Table)
        {
            series.Add(row.Since);
        }

        foreach (var kernel in KnownKernels.Recorded)
        {
            series.Add(new KernelVersion(kernel.Version.Major, kernel.Version.Minor));
        }

        return [.. series];
    }
}
