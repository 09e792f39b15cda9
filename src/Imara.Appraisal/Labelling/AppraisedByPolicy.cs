using System.Collections.Immutable;
using Imara.Appraisal.Files;
using Imara.Appraisal.Simulating;
using Imara.Engine.Boot;
using Imara.Evaluation;
using Imara.Evaluation.Hooks;
using Imara.Linux.Files;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Appraisal.Labelling;

/// <summary>Files as a policy appraises them, whoever of some subjects accesses them in whatever way their mode and path allow.</summary>
/// <remarks>Mounts count as writable and executable: labels are for the place where files will be.</remarks>
public sealed class AppraisedByPolicy : AppraisedAs
{
    private readonly Planner planner;
    private readonly string? labelAttribute;
    private readonly Dictionary<FileSystemIdentity, MountFacts> mounts = [];
    private readonly Dictionary<ByteString, int> labels = [];

    /// <summary>Prepares.</summary>
    /// <param name="rules">The active rules.</param>
    /// <param name="setup">The kernel.</param>
    /// <param name="subjects">Who accesses files.</param>
    public AppraisedByPolicy(ImmutableArray<PolicyRule> rules, EngineSetup setup, ImmutableArray<Subject> subjects)
    {
        ArgumentNullException.ThrowIfNull(setup);
        planner = new Planner(new CompiledPolicy(rules, setup.Lsm.Kind, setup.Kernel.Is(KernelOption.Appraise)), setup, subjects);
        var asks = rules.Any(rule => rule.Lsm.Any(condition => condition.Key <= LsmKey.ObjType));
        labelAttribute = !asks ? null : setup.Lsm.Kind switch
        {
            LsmKind.SELinux => "security.selinux",
            LsmKind.Smack => "security.SMACK64",
            _ => null,
        };
    }

    /// <summary>True: the files are known to be mapped as code, as libraries are, whatever they are called.</summary>
    public bool AreMapped { get; init; }

    /// <inheritdoc/>
    internal override IReadOnlyList<PlannedAccess> Accesses(ILabelledFile file, bool writes)
    {
        var facts = file.Facts;
        var identity = new FileSystemIdentity(facts.FsMagic, facts.FsName, facts.FsSubtype, facts.FsUuid);
        if (!mounts.TryGetValue(identity, out var mount))
        {
            mounts[identity] = mount = new MountFacts(identity, MountOptions.None);
        }

        var path = file.RealPath.Span;
        var slash = path.LastIndexOf((byte)'/');
        var traits = (FileTraits)FileUses.Of(FileUses.OfDirectory(path[..Math.Max(0, slash)]), path[(slash + 1)..]) | (AreMapped ? FileTraits.SharedObject : FileTraits.None)
            | (mount.Traits & FileTraits.ModesOfMount);
        var label = LabelOf(file, out var number);
        var key = new PlanKey(mount, file.Uid, file.Gid, (ushort)(file.Mode & 0xfff), traits, ~0UL, number);
        var plan = planner.Of(key, label);
        if (plan.DependsOnFormat && (traits & FileTraits.ModesOfMount) != 0 && file.Content() is { } content && ProgramFormats.Of(content.Span) == ProgramFormat.Other)
        {
            plan = planner.Of(key with { Traits = traits | FileTraits.NotMapped }, label);
        }

        return [.. plan.Groups.Select(group => group.First).Where(access => writes || (access.Question.Mask & AccessMask.Write) == 0)];
    }

    private ByteString LabelOf(ILabelledFile file, out int number)
    {
        number = 0;
        if (labelAttribute is null || file.Xattr(labelAttribute) is not { Errno: Errno.None } read)
        {
            return ByteString.Empty;
        }

        // SELinux counts a NUL as part of the value.
        var label = new ByteString(read.Value.Span.TrimEnd((byte)0));
        if (!labels.TryGetValue(label, out number))
        {
            labels[label] = number = labels.Count + 1;
        }

        return label;
    }
}
