using System.Text;
using Imara.Evaluation;
using Imara.Linux.Files;
using Imara.Linux.ProcFs;
using Imara.Policy.Rules;

namespace Imara.Appraisal.Simulating;

/// <summary>Judges what runs now as if it were started again: programs, interpreters and libraries, with the credentials of their processes.</summary>
internal sealed class RunningSimulator : IDisposable
{
    private const int Init = 1;

    // The answer for one file, role and identity holds for every process.
    private readonly Dictionary<(ulong Device, ulong Inode, RunningRole Role, Credentials Creds), (PlannedAccess? Access, string Cause)> known = [];
    private readonly Dictionary<(ByteString Path, RunningRole Role, string Cause), RunningFailure> failures = [];
    private readonly HashSet<(ulong, ulong)> files = [];
    private readonly HashSet<(ulong, ulong)> measured = [];
    private readonly HashSet<(ulong, ulong)> unverified = [];
    private readonly List<Subject> subjects = [Subject.Root];
    private readonly List<AccessQuestion> questions = [];
    private readonly MountTable mounts = new();
    private readonly SimulationParts parts;
    private readonly AccessJudge judge;
    private readonly SimulationMode mode;
    private int processes;
    private int replaced;
    private readonly Dictionary<ByteString, string> unjudged = [];
    private int unreadable;
    private bool locksOut;

    public RunningSimulator(Simulation simulation)
    {
        mode = simulation.Mode;
        parts = new SimulationParts(simulation, subjects, new LinkedFiles(), new HeardOne(null), simulation.Progress);
        judge = new AccessJudge(simulation.Setup, simulation.Keys, simulation.ReadsContent, fixes: false);
    }

    public RunningResult Run()
    {
        foreach (var process in ProcessList.Read())
        {
            Look(process);
        }

        return new RunningResult
        {
            Processes = processes,
            Files = files.Count,
            Measured = measured.Count,
            Replaced = replaced,
            Failures = [.. failures.Values.OrderBy(failure => failure.Process).ThenBy(failure => failure.Role).ThenBy(failure => failure.Path, ByteOrder.Instance)],
            Unchecked = unverified.Count,
            Unreadable = unreadable,
            Unjudged = [.. unjudged.OrderBy(item => item.Key, ByteOrder.Instance).Select(item => (item.Key, item.Value))],
            LocksOut = locksOut && mode == SimulationMode.Enforce,
        };
    }

    public void Dispose() => parts.Dispose();

    private void Look(int process)
    {
        var error = ProcessCredentials.Read(process, out var read);
        var maps = Array.Empty<byte>();
        error = error == Errno.None ? ProcFile.ReadWhole(Encoding.ASCII.GetBytes($"/proc/{process}/maps"), out maps) : error;
        if (error != Errno.None)
        {
            // A process that ended is not missed.
            if (error is not Errno.ENOENT and not Errno.ESRCH)
            {
                Miss(new ByteString(Encoding.ASCII.GetBytes($"/proc/{process}")), error.ToString());
            }

            return;
        }

        if (maps.Length == 0)
        {
            return;
        }

        processes++;
        var creds = new Credentials(read.Uid, read.Euid, read.Suid, read.Gid, read.Egid, read.Sgid, read.EffectiveCapabilities);
        _ = FileStatus.Read(Encoding.ASCII.GetBytes($"/proc/{process}/exe"), out var program);
        foreach (var file in Mapped(maps, ProcessList.InterpreterBase(process)))
        {
            Look(process, creds, file, program);
        }
    }

    private void Look(int process, Credentials creds, RunningFile file, in FileStatus program)
    {
        byte[] path = [.. Encoding.ASCII.GetBytes($"/proc/{process}/root"), .. file.Path.Span];
        var error = FileStatus.Read(path, out var status);
        if (error != Errno.None || status.Inode != file.Inode || !status.IsRegularFile)
        {
            replaced += error is Errno.None or Errno.ENOENT ? 1 : 0;
            if (error is not Errno.None and not Errno.ENOENT and not Errno.ESRCH)
            {
                Miss(file.Path, error.ToString());
            }

            return;
        }

        files.Add((status.Device, status.Inode));
        var role = status.Inode == program.Inode && status.Device == program.Device ? RunningRole.Program
            : file.IsInterpreter ? RunningRole.Interpreter : RunningRole.Library;
        var key = (status.Device, status.Inode, role, creds);
        if (!known.TryGetValue(key, out var answer))
        {
            known[key] = answer = Answer(file.Path, path, status, role, creds);
        }

        if (answer.Access is not { } refused)
        {
            return;
        }

        locksOut |= process == Init;
        var place = (file.Path, role, answer.Cause);
        failures[place] = failures.TryGetValue(place, out var before)
            ? before with { Processes = before.Processes + 1 }
            : new RunningFailure(file.Path, role, process, 1, refused.Question.Func, answer.Cause, refused.Decision.AppraiseRule);
    }

    private void Miss(ByteString path, string why)
    {
        unreadable++;
        unjudged.TryAdd(path, why);
    }

    private (PlannedAccess? Access, string Cause) Answer(ByteString name, ReadOnlySpan<byte> path, in FileStatus status, RunningRole role, Credentials creds)
    {
        if (MountOf(path, status) is not { } mount)
        {
            Miss(name, "its file system cannot be told");
            return (null, string.Empty);
        }

        subjects[0] = new Subject(creds.Uid.ToString(System.Globalization.CultureInfo.InvariantCulture), creds);
        questions.Clear();
        Ask(role, status, creds);
        var label = parts.Labels.Of(path, out var number);
        var key = new PlanKey(mount, status.Uid, status.Gid, (ushort)(status.Mode & 0xfff), mount.Traits, 1, number);
        var plan = parts.Planner.Make(questions, key, label);
        if (plan.Measures.Length > 0)
        {
            measured.Add((status.Device, status.Inode));
        }

        parts.File.Begin(status, path, mount.FileSystem);
        try
        {
            return Judge(name, plan, status);
        }
        finally
        {
            parts.File.End();
        }
    }

    private (PlannedAccess? Access, string Cause) Judge(ByteString name, AccessPlan plan, in FileStatus status)
    {
        foreach (var access in plan.Accesses)
        {
            if (access.Group < 0)
            {
                continue;
            }

            var verdict = judge.Judge(plan.Groups[access.Group], parts.File);
            switch (verdict.Kind)
            {
                case VerdictKind.Failing:
                    return (access, verdict.Cause);
                case VerdictKind.Unreadable:
                    Miss(name, "cannot be read");
                    return (null, string.Empty);
                case VerdictKind.ContentUnchecked or VerdictKind.SignatureUnchecked:
                    unverified.Add((status.Device, status.Inode));
                    unjudged.TryAdd(name, verdict.Kind == VerdictKind.SignatureUnchecked ? "no key was given that could verify its signature" : "its content was not compared with its label");
                    break;
                default:
                    break;
            }
        }

        return (null, string.Empty);
    }

    // docs/reference/policy.md 4.1: interpreters are opened for execution, libraries for reading; all are mapped.
    private void Ask(RunningRole role, in FileStatus status, Credentials creds)
    {
        switch (role)
        {
            case RunningRole.Program:
                // What runs has the ids after set-user-id already.
                parts.Planner.Table.AddExecution(0, creds, status.Uid, status.Gid, status.Mode, FileTraits.NoSetUidMount, questions);
                break;
            case RunningRole.Interpreter:
                parts.Planner.Table.AddLoader(0, creds, questions);
                break;
            default:
                parts.Planner.Table.AddLibrary(0, creds, questions);
                break;
        }
    }

    // Through its directory: a file that is opened would count as accessed.
    private MountFacts? MountOf(ReadOnlySpan<byte> path, in FileStatus status)
    {
        var directory = path[..(path.LastIndexOf((byte)'/') + 1)];
        if (Descriptor.Open(directory, OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.NonBlocking, out var descriptor) != Errno.None)
        {
            return null;
        }

        var above = FileStatus.Read(descriptor, out var read) == Errno.None ? mounts.Of(descriptor, read.MountKey, Environment.ProcessId) : null;
        Descriptor.Close(descriptor);
        return above is not null && read.MountKey != status.MountKey ? mounts.OfFile(path, status.MountKey, above) : above;
    }

    private static List<RunningFile> Mapped(ReadOnlySpan<byte> maps, ulong interpreterBase)
    {
        var found = new List<RunningFile>();
        var interpreter = ByteString.Empty;
        var reader = new MapsReader(maps);
        while (reader.TryRead(out var entry))
        {
            if (entry.Start == interpreterBase)
            {
                interpreter = Unescaped(entry.Path);
            }

            if (entry.IsExecutable)
            {
                var path = Unescaped(entry.Path);
                if (!found.Exists(file => file.Path == path))
                {
                    found.Add(new RunningFile(path, entry.Inode, path == interpreter));
                }
            }
        }

        return found;
    }

    private static ByteString Unescaped(ReadOnlySpan<byte> path)
    {
        var target = new byte[path.Length];
        return MountEntry.TryUnescape(path, target, out var length) ? new ByteString(target.AsSpan(0, length)) : new ByteString(path);
    }
}
