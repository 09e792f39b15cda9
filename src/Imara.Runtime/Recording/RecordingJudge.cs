using System.Collections.Immutable;
using Imara.Engine;
using Imara.Engine.Files;
using Imara.Evaluation;
using Imara.Linux.Files;
using Imara.Policy.Rules;
using Imara.Runtime.Accesses;
using Imara.Traces.Recording;

namespace Imara.Runtime.Recording;

/// <summary>Lets another judge answer, and takes down what was asked: one operation for each open, executed file and end of writing.</summary>
/// <remarks>docs/reference/corpus.md, Recordings of a run. One thread only, as every judge.</remarks>
internal sealed class RecordingJudge(IAccessJudge judge, AccessRecorder recorder, ImaEngine engine) : IAccessJudge
{
    private const ushort SetIds = 0xc00;

    private static readonly ByteString NoHandle = new("0");
    private readonly bool wantsVerity = engine.Policy.ActiveRules.Any(rule => (rule.Options & RuleOptions.Verity) != 0);
    private readonly FileNotes files = new();
    private RecordedOperation? executing;
    private string role = string.Empty;

    /// <inheritdoc/>
    public bool NeedsOpens => true;

    /// <inheritdoc/>
    public AccessVerdict Judge(LiveAccess access)
    {
        var verdict = judge.Judge(access);
        if (access.Func != PolicyFunc.FileCheck)
        {
            Continue(access);
            return verdict;
        }

        Flush();
        if (access.Mask == AccessMask.Exec)
        {
            executing = new RecordedOperation("exec", [], access.Caller, Describe(access));
            role = "loader";
        }
        else
        {
            recorder.Add(OpenOf(access));
        }

        return verdict;
    }

    /// <inheritdoc/>
    public void WriterClosed(LiveAccess access)
    {
        Flush();
        judge.WriterClosed(access);
        recorder.Add(new RecordedOperation("close", [NoHandle], access.Caller, Describe(access)));
    }

    /// <inheritdoc/>
    public void AttributesChanged(LiveAccess access)
    {
        Flush();
        judge.AttributesChanged(access);
        files.AttributesChanged(access.Key);
    }

    /// <inheritdoc/>
    public void Forget(InodeKey file)
    {
        Flush();
        judge.Forget(file);
        files.Forget(file);
    }

    /// <summary>Hands on the execution whose questions may go on; to be called when nobody asks any more.</summary>
    internal void Flush()
    {
        if (executing is { } operation)
        {
            recorder.Add(operation with { Arguments = [operation.File.Path, new ByteString(role)] });
            executing = null;
        }
    }

    // A further question about the file that is being executed.
    private void Continue(LiveAccess access)
    {
        if (executing is not { } operation)
        {
            return;
        }

        role = access.Func switch
        {
            PolicyFunc.BprmCheck => BeginsWithInterpreter(access.Descriptor) ? "script" : "other",
            PolicyFunc.MmapCheck when role == "other" => "elf",
            _ => role,
        };
        executing = operation with
        {
            File = operation.File with { Cookie = files.CookieOf(access), Digests = [.. access.KnownDigests] },
            ExecCreds = access.Func == PolicyFunc.CredsCheck && (access.Mode & SetIds) != 0 ? access.Credentials : operation.ExecCreds,
        };
    }

    private RecordedOperation OpenOf(LiveAccess access)
    {
        var file = Describe(access);
        var flags = (access.Kind, access.Mask) switch
        {
            (OpenKind.Reader, _) => "rd",
            (OpenKind.Neither, _) => "accmode3",
            (_, var mask) => (mask & AccessMask.Read) != 0 ? "rdwr" : "wr",
        };
        flags += access.Kind == OpenKind.Reader && (access.Mask & AccessMask.Write) != 0 ? ",trunc" : string.Empty;
        flags += (access.Mask & AccessMask.Append) != 0 ? ",append" : string.Empty;
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

    private static bool BeginsWithInterpreter(int descriptor)
    {
        Span<byte> head = stackalloc byte[2];
        return Descriptor.ReadAt(descriptor, head, 0, out var length) == Errno.None && length == 2 && head.SequenceEqual("#!"u8);
    }
}
