using System.Collections.Frozen;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Tests.Conformance;

/// <summary>What rules were parsed against in a recorded context such as <c>6.12-lab/lsm=smack</c> (docs/reference/corpus.md).</summary>
internal static class RecordedContext
{
    // The labels of the small SELinux policy; `object_r` is in every policy. AppArmor had no profile loaded.
    private static readonly string[] SelinuxUsers = ["user_u", "lab_u"];
    private static readonly string[] SelinuxRoles = ["base_r", "lab_r", "object_r"];
    private static readonly string[] SelinuxTypes = ["base_t", "bin_t", "lab_t"];

    public static RuleContext Of(string name)
    {
        var parts = name.Split('/');
        var kernel = KnownKernels.Find(parts[0])!;
        return (parts.Length > 1 ? parts[1] : string.Empty) switch
        {
            "" => new RuleContext(kernel, LsmContext.None),
            "after-custom" => new RuleContext(kernel, LsmContext.None, IsCustomActive: true),
            "lsm=selinux" => new RuleContext(kernel, new LsmContext(LsmKind.SELinux, Selinux())),
            "lsm=apparmor" => new RuleContext(kernel, new LsmContext(LsmKind.AppArmor, [])),
            "lsm=smack" => new RuleContext(kernel, new LsmContext(LsmKind.Smack)),
            var other => throw new InvalidDataException($"unknown context `{other}`"),
        };
    }

    private static FrozenSet<(LsmKey Key, ByteString Label)> Selinux() =>
    [
        .. Labels(LsmKey.ObjUser, LsmKey.SubjUser, SelinuxUsers),
        .. Labels(LsmKey.ObjRole, LsmKey.SubjRole, SelinuxRoles),
        .. Labels(LsmKey.ObjType, LsmKey.SubjType, SelinuxTypes),
    ];

    private static IEnumerable<(LsmKey Key, ByteString Label)> Labels(LsmKey objects, LsmKey subjects, string[] names) =>
        names.SelectMany(name => ((LsmKey, ByteString)[])[(objects, new ByteString(name)), (subjects, new ByteString(name))]);
}
