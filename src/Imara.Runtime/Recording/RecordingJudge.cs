using System.Collections.Immutable;
using Imara.Engine;
using Imara.Engine.Files;
using Imara.Evaluation.Hooks;
using Imara.Policy.Rules;
using Imara.Runtime.Accesses;
using Imara.Runtime.Executions;
using Imara.Runtime.Usage;
using Imara.Traces.Recording;

namespace Imara.Runtime.Recording;

/// <summary>Lets another judge answer, and takes down what was asked: one operation for each open, executed file and end of writing.</summary>
/// <remarks>docs/reference/corpus.md, Recordings of a run. One thread only, as every judge.</remarks>
internal sealed class RecordingJudge(IAccessJudge judge, AccessRecorder recorder, ImaEngine engine) : IAccessJudge
{
    private static readonly ByteString NoHandle = new("0");
    private readonly bool wantsVerity = engine.Policy.ActiveRules.Any(rule => (rule.Options & RuleOptions.Verity) != 0);
    private readonly FileNotes files = new();

    /// <inheritdoc/>
    public bool NeedsOpens => true;

    /// <inheritdoc/>
    public AccessVerdict Judge(LiveAccess access)
    {
        var verdict = judge.Judge(access);
        recorder.Add(access.Role == ExecRole.None ? OpenOf(access) : ExecOf(access));
        return verdict;
    }

    /// <inheritdoc/>
    public void WriterClosed(LiveAccess access)
    {
        judge.WriterClosed(access);
        recorder.Add(new RecordedOperation("close", [NoHandle], access.Caller, Describe(access)));
    }

    /// <inheritdoc/>
    public void AttributesChanged(LiveAccess access, bool isResized)
    {
        judge.AttributesChanged(access, isResized);
        files.AttributesChanged(access.Key);
    }

    /// <inheritdoc/>
    public void Forget(InodeKey file)
    {
        judge.Forget(file);
        files.Forget(file);
    }

    // docs/reference/corpus.md, Recordings of a run: the roles.
    private RecordedOperation ExecOf(LiveAccess access)
    {
        var file = Describe(access);
        var role = access.Role == ExecRole.Loader ? "loader" : access.Format switch
        {
            ProgramFormat.Script => "script",
            ProgramFormat.Elf => "elf",
            _ => "other",
        };
        return new RecordedOperation("exec", [file.Path, new ByteString(role)], access.Caller, file)
        {
            ExecCreds = WantsProgram(access) ? access.Program : null,
        };
    }

    // A replay knows the file's mode and owner, and neither the mount's options nor, of a loader, which program it is for.
    private static bool WantsProgram(LiveAccess access) => access.Role == ExecRole.Loader
        ? access.Program != access.Caller
        : access.Format != ProgramFormat.Script && ExecCredentials.MayChange(access.Mode);

    private RecordedOperation OpenOf(LiveAccess access)
    {
        var file = Describe(access);
        var mask = access.Questions[0].Mask;
        var flags = access.Kind switch
        {
            OpenKind.Reader => "rd",
            OpenKind.Neither => "accmode3",
            _ => (mask & AccessMask.Read) != 0 ? "rdwr" : "wr",
        };
        flags += access.Kind == OpenKind.Reader && (mask & AccessMask.Write) != 0 ? ",trunc" : string.Empty;
        flags += (mask & AccessMask.Append) != 0 ? ",append" : string.Empty;
        flags += access.IsDirect ? ",direct" : string.Empty;
        flags += access.IsCreated ? ",creat" : string.Empty;
        return flags == "rd"
            ? new RecordedOperation("cat", [file.Path], access.Caller, file)
            : new RecordedOperation("open", [NoHandle, file.Path, new ByteString(flags)], access.Caller, file);
    }

    private RecordedFile Describe(LiveAccess access)
    {
        var note = files.Of(access.Key);
        var facts = access.Facts;
        var file = new RecordedFile
        {
            Path = access.Path,
            Inode = note.Number,
            Uid = access.Uid,
            Gid = access.Gid,
            Mode = access.Mode,
            Size = access.Size,
            FsMagic = facts.FsMagic,
            FsName = facts.FsName,
            FsSubtype = facts.FsSubtype,
            FsUuid = facts.FsUuid,
            Readers = access.CountedReaders,
            Writers = access.Kind == OpenKind.Writer ? access.OpenWriters - 1 : access.OpenWriters,
            Cookie = files.CookieOf(access),
            Xattrs = note.NeedsAttributes ? AttributesOf(access) : null,
            Digests = [.. access.KnownDigests],
            Verity = wantsVerity ? access.Verity() : null,
            IsCreated = access.IsCreated,
            AttributesChanged = note.HasChangedAttributes,
        };
        note.NeedsAttributes = note.HasChangedAttributes = false;
        return file;
    }

    private static ImmutableArray<(string Name, ReadOnlyMemory<byte> Value)> AttributesOf(LiveAccess access)
    {
        var found = ImmutableArray.CreateBuilder<(string, ReadOnlyMemory<byte>)>();
        foreach (var name in (ReadOnlySpan<string>)
            ["security.ima", "security.evm", "security.selinux", "security.SMACK64", "security.apparmor", "security.capability"])
        {
            if (access.Xattr(name) is { Errno: Errno.None } read)
            {
                found.Add((name, read.Value));
            }
        }

        return found.DrainToImmutable();
    }
}
