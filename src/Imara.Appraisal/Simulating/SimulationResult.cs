using System.Collections.Immutable;

namespace Imara.Appraisal.Simulating;

/// <summary>What a simulation of trees found.</summary>
public sealed class SimulationResult
{
    internal SimulationResult(Tally tally, SimulationMode mode)
    {
        Mode = mode;
        Files = tally.Files;
        Bytes = tally.Bytes;
        Rules = [.. tally.Rules];
        Measured = tally.Measured;
        Hashed = tally.Hashed;
        Pcrs = tally.Pcrs.ToImmutableSortedDictionary();
        FailingFiles = tally.FailingFiles;
        FailingAccesses = tally.FailingAccesses;
        FixedFiles = tally.FixedFiles;
        Failures = [.. tally.Failures];
        FirstFailing = [.. tally.FirstFailing.Values];
        UncheckedContents = tally.UncheckedContents;
        UncheckedSignatures = tally.UncheckedSignatures;
        WithoutXattrs = [.. tally.WithoutXattrs.Select(pair => (pair.Key, pair.Value))];
        Unreadable = tally.Unreadable;
        Vanished = tally.Vanished;
        OtherFileSystems = tally.OtherFileSystems;
        Loops = tally.Loops;
        ByBytes = [.. tally.ByBytes.Kept];
        ByFiles = [.. tally.ByFiles.Kept];
    }

    /// <summary>The mode of appraisal.</summary>
    public SimulationMode Mode { get; }

    /// <summary>Names of regular files met.</summary>
    public long Files { get; }

    /// <summary>Their sizes together.</summary>
    public long Bytes { get; }

    /// <summary>What each rule decides about, do or dont, in the order of the rules.</summary>
    public ImmutableArray<RuleTally> Rules { get; }

    /// <summary>Files that are measured, into whatever PCR.</summary>
    public RuleTally Measured { get; }

    /// <summary>Files whose content is read for measure, appraise or audit, and the bytes to hash.</summary>
    public RuleTally Hashed { get; }

    /// <summary>What is measured into each PCR.</summary>
    public ImmutableSortedDictionary<int, PcrTally> Pcrs { get; }

    /// <summary>The size of the measurement list if every access happens, in bytes.</summary>
    public long ListBytes => Pcrs.Values.Sum(pcr => pcr.ListBytes);

    /// <summary>Paths that fail at some access.</summary>
    public long FailingFiles { get; }

    /// <summary>Accesses that fail: of each path, subject and kind one.</summary>
    public long FailingAccesses { get; }

    /// <summary>Paths that are denied: those that fail, in mode enforce.</summary>
    public long DeniedFiles => Mode == SimulationMode.Enforce ? FailingFiles : 0;

    /// <summary>In mode fix, paths that get a label.</summary>
    public long FixedFiles { get; }

    /// <summary>The failures by rule and cause, those with the most files first.</summary>
    public ImmutableArray<FailureTally> Failures { get; }

    /// <summary>The first failing files in the order of bytes.</summary>
    public ImmutableArray<FailingFile> FirstFailing { get; }

    /// <summary>Paths with a label whose digest was not compared with the content.</summary>
    public long UncheckedContents { get; }

    /// <summary>Paths with a signature that was not verified.</summary>
    public long UncheckedSignatures { get; }

    /// <summary>File system types without extended attributes, and how many files were appraised there.</summary>
    public ImmutableArray<(ByteString FileSystem, long Files)> WithoutXattrs { get; }

    /// <summary>Directories and files that could not be read.</summary>
    public long Unreadable { get; }

    /// <summary>Files and directories that went away meanwhile.</summary>
    public long Vanished { get; }

    /// <summary>Mounts that were left out.</summary>
    public long OtherFileSystems { get; }

    /// <summary>Directories that are mounted below themselves.</summary>
    public long Loops { get; }

    /// <summary>The directories with the most bytes to hash.</summary>
    public ImmutableArray<DirectoryTally> ByBytes { get; }

    /// <summary>The directories with the most files to hash.</summary>
    public ImmutableArray<DirectoryTally> ByFiles { get; }
}
