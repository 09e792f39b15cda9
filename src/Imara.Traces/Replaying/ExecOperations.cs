using System.Collections.Immutable;
using Imara.Engine.Events;
using Imara.Evaluation;
using Imara.Evaluation.Hooks;
using Imara.Policy.Rules;
using Imara.Traces.Model;
using Imara.Traces.Scenarios;

namespace Imara.Traces.Replaying;

/// <summary>Executing programs and mapping files.</summary>
/// <remarks>docs/reference/policy.md 4.1.</remarks>
internal sealed class ExecOperations(ReplayWorld world)
{
    // The program and five scripts that lead to it.
    private const int MaxFiles = 6;
    private const ushort AnyExecute = 0x49;

    /// <summary>execve(2) in a child: script, interpreter, and the mappings of the program. What it reaches before an error from outside counts.</summary>
    public Errno Exec(string path)
    {
        var outside = world.Operation.OutsideError;
        for (var file = 1; ; file++)
        {
            if (world.Tree.Find(path) is not { } program)
            {
                return outside == Errno.None ? Errno.ENOENT : outside;
            }

            if (outside is Errno.EACCES or Errno.EPERM && (!IsExecutable(program) || (file == 1 && !IsScript(program))))
            {
                return outside;
            }

            var errno = Round(program, isBusy: outside == Errno.ETXTBSY && program.Inode.Writers > 0);
            if (errno != Errno.None)
            {
                return errno;
            }

            if (!ScriptLine.TryRead(FileOperations.Real(program).Content, out var interpreter))
            {
                return outside == Errno.None ? Begin(program) : outside;
            }

            if (interpreter.IsEmpty || file == MaxFiles)
            {
                return outside == Errno.None ? Errno.ENOEXEC : outside;
            }

            path = PathText.FromBytes(interpreter);
        }
    }

    /// <summary>One file that execve(2) opened, as a run has recorded it: each file of a chain is an operation of its own.</summary>
    /// <param name="path">The file.</param>
    /// <param name="role"><c>script</c>, <c>elf</c>, <c>other</c>: what was executed; <c>loader</c>: the interpreter that an ELF program names.</param>
    public Errno ExecRecorded(string path, string role)
    {
        if (role is not ("script" or "elf" or "other" or "loader"))
        {
            throw new TraceFailure($"operation {world.Operation.Number}: `{role}` is no role of an executed file");
        }

        if (world.Tree.Find(path) is not { } program)
        {
            return Errno.ENOENT;
        }

        var questions = role switch
        {
            "loader" => world.Hooks.LoaderExecuted,
            "script" => world.Hooks.Executed(ProgramFormat.Script),
            "elf" => world.Hooks.Executed(ProgramFormat.Elf),
            _ => world.Hooks.Executed(ProgramFormat.Other),
        };
        program.Inode.Readers++;
        var creds = world.Operation.ExecCreds ?? (role == "loader" ? world.Actor.Creds : Begun(program.Inode));
        var errno = world.Check(world.Access(program, questions) with { Program = creds });
        program.Inode.Readers--;
        return errno;
    }

    public Errno Mmap(string number, string handleNumber, string protection, bool isShared)
    {
        if (!world.Actor.Handles.TryGetValue(handleNumber, out var handle))
        {
            return Errno.EBADF;
        }

        var requested = protection.Contains('x', StringComparison.Ordinal);
        var isExecutable = requested || (world.Actor.ReadImpliesExec && protection.Contains('r', StringComparison.Ordinal));
        var errno = !isExecutable ? Errno.None : world.Check(AccessBy(handle, requested ? world.Hooks.Mapped : world.Hooks.MappedUnasked));

        // IMA is asked before the kernel looks at what the descriptor may do.
        errno = errno == Errno.None ? world.Operation.OutsideError : errno;
        if (errno != Errno.None)
        {
            return errno;
        }

        var mapping = new ModelMapping(handle) { IsExecutable = isExecutable, CountsAsWritable = isShared && handle.CanWrite };
        handle.References++;
        handle.Inode.WritableMappings += mapping.CountsAsWritable ? 1 : 0;
        world.Actor.Mappings[number] = mapping;
        return Errno.None;
    }

    public Errno Mprotect(string number, string protection)
    {
        if (!world.Actor.Mappings.TryGetValue(number, out var mapping))
        {
            return Errno.EINVAL;
        }

        var adds = protection.Contains('x', StringComparison.Ordinal) && !mapping.IsExecutable;
        if (adds && mapping.Handle is { } handle)
        {
            var errno = world.Apply(world.Engine.CheckMprotect(AccessBy(handle, world.Hooks.Protected)));
            if (errno != Errno.None)
            {
                return errno;
            }
        }

        mapping.IsExecutable |= adds;
        return Errno.None;
    }

    public Errno Munmap(string number)
    {
        if (world.Actor.Mappings.Remove(number, out var mapping) && mapping.Handle is { } handle)
        {
            handle.Inode.WritableMappings -= mapping.CountsAsWritable ? 1 : 0;
            new FileOperations(world).Close(handle);
        }

        return world.Operation.OutsideError;
    }

    private Errno Round(ModelEntry program, bool isBusy)
    {
        // The kernel keeps the program open for reading while it is being executed.
        program.Inode.Readers++;
        var errno = world.Check(world.Access(program, isBusy ? world.Hooks.Opened(AccessMask.Exec) : world.Hooks.ExecutionRound));
        program.Inode.Readers--;
        return errno == Errno.None && isBusy ? Errno.ETXTBSY : errno;
    }

    private Errno Begin(ModelEntry program)
    {
        var begun = Begun(program.Inode);
        var errno = world.Check(world.Access(program, world.Hooks.ProgramChosen) with { Program = begun });
        if (errno == Errno.None)
        {
            // Past this point a refusal kills the program, and execve has no error to return.
            _ = world.Check(world.Access(program, world.Hooks.ProgramMapped) with { Program = begun });
        }

        return errno;
    }

    private Credentials Begun(ModelInode program) => ExecCredentials.After(world.Actor.Creds, program.Uid, program.Gid, program.Mode);

    private Access AccessBy(ModelHandle handle, ImmutableArray<HookQuestion> questions) => world.Access(handle.Entry, questions) with
    {
        File = world.View(handle.Entry, handle.OpenedAs),
        IsOpenForWrite = handle.CanWrite,
        IsDirect = handle.IsDirect,
    };

    private bool IsExecutable(ModelEntry program) => program.Inode.IsRegular && !program.Mount.IsNoExec && MayExecute(program.Inode, world.Actor.Creds);

    private static bool IsScript(ModelEntry program) => ScriptLine.TryRead(FileOperations.Real(program).Content, out _);

    private static bool MayExecute(ModelInode file, in Credentials creds)
    {
        if (creds.Euid == 0)
        {
            return (file.Mode & AnyExecute) != 0;
        }

        var shift = creds.Euid == file.Uid ? 6 : creds.Egid == file.Gid ? 3 : 0;
        return ((file.Mode >> shift) & 1) != 0;
    }
}
