using Imara.Appraisal.Files;
using Imara.Evaluation.Hooks;
using Imara.Linux.Files;
using Imara.Linux.Trees;
using Imara.Measurements;
using Imara.Policy.Rules;

namespace Imara.Appraisal.Simulating;

/// <summary>One thread's part of a simulation: asks the plan of each file, counts, and has accesses judged.</summary>
internal sealed class TreeSimulator(SimulationParts parts) : ITreeVisitor
{
    // Set in every state, so that the state of a root, which has none above, can be told from one that nobody reaches.
    private const ulong Known = 1UL << 63;

    private readonly byte[] accessPath = new byte[TreeFile.MaxAccessPath];
    private readonly MountTable mounts = new();
    private MountFacts mount = null!;
    private FileUse directoryUses;
    private ulong mountKey;
    private ulong reach;
    private long told;
    private long directoryFiles;
    private long directoryBytes;

    /// <summary>What was counted.</summary>
    public Tally Tally => parts.Tally;

    /// <inheritdoc/>
    public ulong Enter(in TreeDirectory directory, ulong above)
    {
        reach = above == 0 ? ~Known : above & ~Known;
        var status = directory.Status;
        for (var i = 0; i < parts.Subjects.Count; i++)
        {
            if ((parts.Subjects[i].Rights(status.Uid, status.Gid, status.Mode, isDirectory: true) & 1) == 0)
            {
                reach &= ~(1UL << i);
            }
        }

        mountKey = status.MountKey;
        mount = mounts.Of(directory.Descriptor, mountKey, Environment.ProcessId);
        directoryUses = FileUses.OfDirectory(RealPaths.Of(directory.Descriptor, directory.Path).Span);
        directoryFiles = 0;
        directoryBytes = 0;
        return reach | Known;
    }

    /// <inheritdoc/>
    public void Leave(in TreeDirectory directory)
    {
        parts.Progress.Add(Tally.Files - told);
        told = Tally.Files;
        if (Tally.ByBytes.MayTake(directoryBytes) || Tally.ByFiles.MayTake(directoryFiles))
        {
            var tally = new DirectoryTally(new ByteString(directory.Path), directoryFiles, directoryBytes);
            Tally.ByBytes.Offer(tally);
            Tally.ByFiles.Offer(tally);
        }
    }

    /// <inheritdoc/>
    public void File(in TreeFile file)
    {
        var status = file.Status;
        Tally.Files++;
        Tally.Bytes += status.Size;
        var at = file.AccessPath(accessPath);
        var on = status.MountKey == mountKey ? mount : mounts.OfFile(at, status.MountKey, mount);
        var label = parts.Labels.Of(at, out var number);
        var traits = (FileTraits)FileUses.Of(directoryUses, file.Name) | on.Traits;
        var key = new PlanKey(on, status.Uid, status.Gid, (ushort)(status.Mode & 0xfff), traits, reach, number);
        var plan = parts.Planner.Of(key, label);
        if (plan.Rules.Length == 0)
        {
            return;
        }

        parts.File.Begin(status, at, on.FileSystem);
        if (plan.DependsOnFormat && parts.ReadsContent)
        {
            plan = parts.Planner.Of(key with { Traits = traits | FormatOf() }, label);
        }

        Count(file, plan);
        if (plan.Groups.Length > 0)
        {
            parts.Judging.Judge(file.Path, plan, on);
        }

        parts.File.End();
    }

    /// <inheritdoc/>
    public void Failed(ReadOnlySpan<byte> path, TreeFailure failure, Errno error)
    {
        switch (failure)
        {
            case TreeFailure.Vanished:
                Tally.Vanished++;
                break;
            case TreeFailure.OtherFileSystem:
                Tally.OtherFileSystems++;
                break;
            case TreeFailure.Loop:
                Tally.Loops++;
                break;
            case TreeFailure.OtherRoot:
                return;
            default:
                Tally.Unreadable++;
                break;
        }

        parts.Hear.Skipped(path, failure, error);
    }

    private FileTraits FormatOf()
    {
        Span<byte> head = stackalloc byte[ProgramFormats.HeadSize];
        return ProgramFormats.Of(parts.File.ReadHead(head)) switch
        {
            ProgramFormat.Script => FileTraits.Script,
            ProgramFormat.Elf => FileTraits.None,
            _ => FileTraits.NotMapped,
        };
    }

    private void Count(in TreeFile file, AccessPlan plan)
    {
        Span<EntryTally> measures = plan.Measures.Length <= 8 ? stackalloc EntryTally[plan.Measures.Length] : new EntryTally[plan.Measures.Length];
        var count = 0;
        foreach (var measure in plan.Measures)
        {
            var algo = parts.File.CollectAlgo;
            if (measure.IsVerity)
            {
                // Without fs-verity there is no entry. docs/reference/appraisal.md 3.
                if (parts.File.Verity() is not { } digest)
                {
                    continue;
                }

                algo = digest.Algo;
            }

            var size = EntrySize.Of(measure.Template, algo, parts.ImaHash, measure.IsVerity, file.Path, parts.File);
            measures[count++] = new EntryTally(measure.Pcr, size);
        }

        measures = measures[..count];
        var status = file.Status;
        if (status.Links > 1)
        {
            parts.Linked.Add(new(status.Device, status.Inode), status.Size, file.Path, plan, measures);
        }
        else
        {
            Tally.Count(status.Size, plan.Rules, plan.IsHashed, measures);
        }

        if (plan.IsHashed)
        {
            directoryFiles++;
            directoryBytes += status.Size;
        }
    }
}
