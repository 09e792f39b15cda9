using System.Collections.Immutable;

namespace Imara.Policy.Rules;

/// <summary>One accepted rule: what the kernel keeps of a line.</summary>
/// <remarks>docs/reference/policy.md 2.2; a property is null or empty where the rule does not have the condition.</remarks>
public sealed record PolicyRule
{
    /// <summary>The action.</summary>
    public required PolicyAction Action { get; init; }

    /// <summary><c>func=</c>, aliases resolved.</summary>
    public PolicyFunc Func { get; init; }

    /// <summary><c>mask=</c></summary>
    public MaskCondition? Mask { get; init; }

    /// <summary><c>fsmagic=</c></summary>
    public ulong? FsMagic { get; init; }

    /// <summary><c>fsname=</c>, not shortened.</summary>
    public ByteString? FsName { get; init; }

    /// <summary><c>fs_subtype=</c>, not shortened.</summary>
    public ByteString? FsSubtype { get; init; }

    /// <summary><c>fsuuid=</c>; the 16 bytes in the order of the text.</summary>
    public FsUuid? FsUuid { get; init; }

    /// <summary><c>uid</c></summary>
    public IdCondition? Uid { get; init; }

    /// <summary><c>euid</c></summary>
    public IdCondition? Euid { get; init; }

    /// <summary><c>gid</c></summary>
    public IdCondition? Gid { get; init; }

    /// <summary><c>egid</c></summary>
    public IdCondition? Egid { get; init; }

    /// <summary><c>fowner</c></summary>
    public IdCondition? Fowner { get; init; }

    /// <summary><c>fgroup</c></summary>
    public IdCondition? Fgroup { get; init; }

    /// <summary>LSM conditions in the order of <see cref="LsmKey"/>.</summary>
    public ImmutableArray<LsmCondition> Lsm { get; init; } = [];

    /// <summary><c>keyrings=</c>; empty: any.</summary>
    public ImmutableArray<ByteString> Keyrings { get; init; } = [];

    /// <summary><c>label=</c>; empty: any.</summary>
    public ImmutableArray<ByteString> Labels { get; init; } = [];

    /// <summary><c>pcr=</c>, 0 to 63.</summary>
    public int? Pcr { get; init; }

    /// <summary><c>template=</c>; a format string of a built-in template is that template.</summary>
    public TemplateName? Template { get; init; }

    /// <summary><c>appraise_algos=</c></summary>
    public HashAlgoSet? AppraiseAlgos { get; init; }

    /// <summary>Options.</summary>
    public RuleOptions Options { get; init; }

    /// <summary>The class of <see cref="Action"/>.</summary>
    public ActionClass Class => PolicyWords.ClassOf(Action);

    /// <summary>True for measure, appraise, audit and hash; false for their <c>dont_</c> twins.</summary>
    public bool IsDo => PolicyWords.IsDo(Action);

    /// <summary>Two rules are equal if everything the kernel keeps of them is, lists item by item.</summary>
    public bool Equals(PolicyRule? other) =>
        other is not null && Action == other.Action && Func == other.Func && Mask == other.Mask && Options == other.Options
        && FsMagic == other.FsMagic && FsName == other.FsName && FsSubtype == other.FsSubtype && FsUuid == other.FsUuid
        && Uid == other.Uid && Euid == other.Euid && Gid == other.Gid && Egid == other.Egid && Fowner == other.Fowner && Fgroup == other.Fgroup
        && Pcr == other.Pcr && Template == other.Template && AppraiseAlgos == other.AppraiseAlgos
        && Lsm.SequenceEqual(other.Lsm) && Keyrings.SequenceEqual(other.Keyrings) && Labels.SequenceEqual(other.Labels);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(HashCode.Combine(Action, Func, Mask, Options), FsMagic, FsName, FsUuid, HashCode.Combine(Uid, Euid, Gid, Egid), HashCode.Combine(Fowner, Fgroup), Pcr, Lsm.Length);
}
