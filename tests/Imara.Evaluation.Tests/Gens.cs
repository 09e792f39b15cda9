using CsCheck;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Tests;

/// <summary>Random rules and events over small sets of values, so that they meet often.</summary>
internal static class Gens
{
    private static readonly ByteString[] FsNames = [new("ext4"), new("tmpfs"), new("xfs")];
    private static readonly ulong[] Magics = [0xef53, 0x1021994, 0x9fa0];
    private static readonly FsUuid[] Uuids = [default, new(1, 2), new(3, 4)];

    private static readonly Gen<IdCondition?> Id = Gen.Select(Gen.Int[0, 5], Gen.Enum<IdOperator>(), Gen.UInt[0, 3],
        (give, op, value) => give == 0 ? new IdCondition(op, value) : (IdCondition?)null);

    private static readonly AccessMask[] Opens =
    [
        AccessMask.Read, AccessMask.Write, AccessMask.Read | AccessMask.Write, AccessMask.Read | AccessMask.Append, AccessMask.Write | AccessMask.Append,
        AccessMask.Read | AccessMask.Write | AccessMask.Append, AccessMask.Exec, AccessMask.Access,
    ];

    private static readonly Gen<PolicyFunc> AnyFunc = Gen.Int[0, 15].Select(i => (PolicyFunc)i);

    public static Gen<PolicyRule> Rule { get; } = Gen.Select(
        Gen.Select(Gen.Enum<PolicyAction>(), Gen.Bool, AnyFunc, Gen.Int[0, 3], Gen.Bool),
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 6], Gen.Int[0, 6]),
        Gen.Select(Id, Id, Id, Id, Id, Id),
        Gen.Select(Gen.Int[0, 40].Select(p => p > 23 ? (int?)null : p), Gen.Int[0, 63].Select(o => (RuleOptions)o)),
        (head, fs, ids, rest) => new PolicyRule
        {
            Action = head.Item1,
            Func = head.Item2 ? PolicyFunc.None : head.Item3,
            Mask = head.Item4 == 0 ? new MaskCondition(AccessMask.Read, head.Item5) : null,
            FsMagic = fs.Item1 < 3 ? Magics[fs.Item1] : null,
            FsName = fs.Item2 < 3 ? FsNames[fs.Item2] : null,
            FsUuid = fs.Item3 < 3 ? Uuids[fs.Item3] : null,
            Uid = ids.Item1,
            Euid = ids.Item2,
            Gid = ids.Item3,
            Egid = ids.Item4,
            Fowner = ids.Item5,
            Fgroup = ids.Item6,
            Pcr = rest.Item1,
            Options = rest.Item2,
        });

    public static Gen<PolicyEvent> Event { get; } = Gen.Select(
        Gen.Select(AnyFunc, Gen.Int[0, 31].Select(m => (AccessMask)m), Gen.Bool, Gen.Bool, Gen.Bool),
        Gen.Select(Gen.UInt[0, 3], Gen.UInt[0, 3], Gen.UInt[0, 3], Gen.UInt[0, 3], Gen.UInt[0, 3], Gen.UInt[0, 3]),
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 2], Gen.UInt[0, 3], Gen.UInt[0, 3]),
        (head, ids, fs) => new PolicyEvent
        {
            Func = head.Item1,
            Mask = head.Item2,
            TaskCanSetUid = head.Item3,
            TaskCanSetGid = head.Item4,
            Creds = new Credentials(ids.Item1, ids.Item2, ids.Item3, ids.Item4, ids.Item5, ids.Item6, 0),
            File = head.Item5
                ? new FileFacts { FsMagic = Magics[fs.Item1], FsName = FsNames[fs.Item2], FsUuid = Uuids[fs.Item3], Fowner = fs.Item4, Fgroup = fs.Item5 }
                : null,
        });

    /// <summary>Events that a newest kernel can ask about: each func with a mask of docs/reference/policy.md 4.1, buffers without a file.</summary>
    public static Gen<PolicyEvent> RealEvent { get; } = Gen.Select(Event, Gen.Int[0, 100]).Where((e, _) => e.Func is not PolicyFunc.None and not PolicyFunc.SetxattrCheck).Select((e, which) =>
    {
        var isBuffer = e.Func is PolicyFunc.KeyCheck or PolicyFunc.CriticalData || (e.Func is PolicyFunc.PolicyCheck && which % 2 == 0);
        return e with
        {
            Mask = isBuffer ? AccessMask.None : MaskOf(e.Func, which),
            Creds = e.Creds with { CapEff = (e.TaskCanSetUid ? 1UL << 7 : 0) | (e.TaskCanSetGid ? 1UL << 6 : 0) },
            File = isBuffer ? null : e.File ?? new FileFacts(),
        };
    });

    private static AccessMask MaskOf(PolicyFunc func, int which) => func switch
    {
        PolicyFunc.FileCheck => Opens[which % Opens.Length],
        PolicyFunc.MmapCheck or PolicyFunc.MmapCheckReqprot or PolicyFunc.BprmCheck or PolicyFunc.CredsCheck => AccessMask.Exec,
        PolicyFunc.PostSetattr => AccessMask.Access,
        PolicyFunc.KexecCmdline => AccessMask.None,
        _ => AccessMask.Read,
    };
}
