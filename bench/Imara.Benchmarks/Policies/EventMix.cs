using Imara.Evaluation;
using Imara.Policy.Rules;

namespace Imara.Benchmarks.Policies;

/// <summary>Events of a busy machine, prepared before the clock starts; the same seed gives the same events.</summary>
/// <remarks>
/// Of 100 events 45 are reads of files on ext4, 15 reads of procfs, sysfs and cgroup2, 10 writes and appends, 10 opens on tmpfs, and 20 belong to
/// executions: the open for execution, BPRM_CHECK, CREDS_CHECK and both MMAP_CHECKs. Half of the tasks run as root.
/// </remarks>
public static class EventMix
{
    private static readonly ulong[] Pseudo = [0x9fa0, 0x62656572, 0x63677270];

    /// <summary>Makes events; owners, users and UUIDs are drawn from 0 to <paramref name="ids"/>.</summary>
    public static PolicyEvent[] Make(int count, int ids, int seed = 2)
    {
        var random = new Random(seed);
        var events = new PolicyEvent[count];
        for (var i = 0; i < count; i++)
        {
            events[i] = Make(random, ids);
        }

        return events;
    }

    private static PolicyEvent Make(Random random, int ids)
    {
        var uid = random.Next(2) == 0 ? 0u : (uint)random.Next(ids);
        var creds = new Credentials(uid, uid, uid, uid, uid, uid, uid == 0 ? Credentials.AllCapabilities : 0);
        var disk = new FileFacts
        {
            FsMagic = 0xef53,
            FsName = new ByteString("ext4"),
            FsUuid = RuleGenerator.Uuid(random.Next(ids)),
            Fowner = random.Next(4) == 0 ? (uint)random.Next(ids) : 0,
        };
        var kind = random.Next(100);
        var (func, mask, file) = kind switch
        {
            < 45 => (PolicyFunc.FileCheck, AccessMask.Read, disk),
            < 60 => (PolicyFunc.FileCheck, AccessMask.Read, new FileFacts { FsMagic = Pseudo[random.Next(Pseudo.Length)], FsName = new ByteString("pseudo") }),
            < 65 => (PolicyFunc.FileCheck, AccessMask.Write, disk),
            < 70 => (PolicyFunc.FileCheck, AccessMask.Write | AccessMask.Append, disk),
            < 80 => (PolicyFunc.FileCheck, AccessMask.Read | AccessMask.Write, new FileFacts { FsMagic = 0x1021994, FsName = new ByteString("tmpfs"), Fowner = uid }),
            < 84 => (PolicyFunc.FileCheck, AccessMask.Exec, disk),
            < 88 => (PolicyFunc.BprmCheck, AccessMask.Exec, disk),
            < 92 => (PolicyFunc.CredsCheck, AccessMask.Exec, disk),
            < 96 => (PolicyFunc.MmapCheckReqprot, AccessMask.Exec, disk),
            _ => (PolicyFunc.MmapCheck, AccessMask.Exec, disk),
        };
        return new PolicyEvent { Func = func, Mask = mask, Creds = creds, TaskCanSetUid = creds.CanSetUid, TaskCanSetGid = creds.CanSetGid, File = file };
    }
}
