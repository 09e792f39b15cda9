using Imara.Evaluation;
using Imara.Evaluation.Hooks;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;
using Imara.Traces.Model;
using Imara.Traces.Scenarios;

namespace Imara.Traces.Replaying;

/// <summary>Executing programs and mapping files.</summary>
/// <remarks>docs/reference/policy.md 4.1.</remarks>
internal sealed class ExecOperations(ReplayWorld world)
{
    private const int MaxInterpreters = 4;

    /// <summary>execve(2) in a child: script, interpreter, and the mappings of the program.</summary>
    public Errno Exec(string path)
    {
        var outside = world.Operation.OutsideError;
        if (outside is not Errno.None and not Errno.ENOEXEC)
        {
            return outside;
        }

        ModelEntry? program = null;
        for (var round = 0; round <= MaxInterpreters; round++)
        {
            program = world.Tree.Find(world.Tree.Resolve(path));
            if (program is null)
            {
                return Errno.ENOENT;
            }

            // The kernel keeps the program open for reading while it is being executed.
            program.Inode.Readers++;
            var errno = CheckRound(program);
            program.Inode.Readers--;
            if (errno != Errno.None)
            {
                return errno;
            }

            if (InterpreterOf(program) is not { } interpreter)
            {
                break;
            }

            path = interpreter;
        }

        if (outside != Errno.None)
        {
            return outside;
        }

        var begun = Begun(program!.Inode);
        if (world.Kernel.Has(KernelFeature.CredsCheckAfterSetuid) && CheckCreds(program, begun) is var denied and not Errno.None)
        {
            return denied;
        }

        // Past this point a refusal kills the program, and execve has no error to return.
        _ = Map(program, isExecutable: true, requested: true, handle: null, begun);
        return Errno.None;
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

        program.Inode.Readers++;
        var errno = role == "loader" ? world.Check(world.Access(program, PolicyFunc.FileCheck, AccessMask.Exec)) : CheckRound(program);
        if (errno == Errno.None && role is "elf" or "other" && world.Kernel.Has(KernelFeature.CredsCheckAfterSetuid))
        {
            errno = CheckCreds(program, world.Operation.ExecCreds ?? Begun(program.Inode));
        }

        if (errno == Errno.None && role is "elf" or "loader")
        {
            var begun = world.Operation.ExecCreds ?? (role == "elf" ? Begun(program.Inode) : world.Actor.Creds);
            errno = Map(program, isExecutable: true, requested: true, handle: null, begun);
        }

        program.Inode.Readers--;
        return errno;
    }

    /// <summary>The questions of mmap(2).</summary>
    /// <param name="entry">The file.</param>
    /// <param name="isExecutable">The mapping is executable.</param>
    /// <param name="requested">The caller asked for that, and not its personality.</param>
    /// <param name="handle">The open file; null: the kernel's own.</param>
    /// <param name="creds">Who maps; null: the actor. A program is mapped by whom it runs as.</param>
    public Errno Map(ModelEntry entry, bool isExecutable, bool requested, ModelHandle? handle, Credentials? creds = null)
    {
        if (!isExecutable)
        {
            return Errno.None;
        }

        if (requested && world.Kernel.Has(KernelFeature.MmapReqprot)
            && Check(entry, PolicyFunc.MmapCheckReqprot, handle, creds) is var reqprot and not Errno.None)
        {
            return reqprot;
        }

        return Check(entry, PolicyFunc.MmapCheck, handle, creds);
    }

    public Errno Mmap(string number, string handleNumber, string protection, bool isShared)
    {
        if (!world.Actor.Handles.TryGetValue(handleNumber, out var handle))
        {
            return Errno.EBADF;
        }

        var requested = protection.Contains('x', StringComparison.Ordinal);
        var isExecutable = requested || (world.Actor.ReadImpliesExec && protection.Contains('r', StringComparison.Ordinal));
        var errno = Map(handle.Entry, isExecutable, requested, handle);
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
            var errno = world.Apply(world.Engine.CheckMprotect(world.Access(handle.Entry, PolicyFunc.MmapCheck, AccessMask.Exec)));
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

        return Errno.None;
    }

    private Errno CheckRound(ModelEntry program)
    {
        foreach (var func in (ReadOnlySpan<PolicyFunc>)[PolicyFunc.FileCheck, PolicyFunc.BprmCheck])
        {
            if (world.Check(world.Access(program, func, AccessMask.Exec)) is var errno and not Errno.None)
            {
                return errno;
            }
        }

        return world.Kernel.Has(KernelFeature.CredsCheckAfterSetuid) ? Errno.None : CheckCreds(program, world.Actor.Creds);
    }

    private Errno CheckCreds(ModelEntry program, Credentials creds) =>
        world.Check(world.Access(program, PolicyFunc.CredsCheck, AccessMask.Exec) with { Creds = creds, TaskCreds = world.Actor.Creds });

    private Credentials Begun(ModelInode program) => ExecCredentials.After(world.Actor.Creds, program.Uid, program.Gid, program.Mode);

    private Errno Check(ModelEntry entry, PolicyFunc func, ModelHandle? handle, Credentials? creds) => world.Check(world.Access(entry, func, AccessMask.Exec) with
    {
        Creds = creds ?? world.Actor.Creds,
        IsOpenForWrite = handle?.CanWrite ?? false,
        IsDirect = handle?.IsDirect ?? false,
    });

    // `#!` at the start, blanks, and the path up to the next blank.
    private static string? InterpreterOf(ModelEntry program)
    {
        var content = FileOperations.Real(program).Content;
        if (content is null || !content.AsSpan().StartsWith("#!"u8))
        {
            return null;
        }

        var line = content.AsSpan(2);
        var end = line.IndexOf((byte)'\n');
        line = (end < 0 ? line : line[..end]).Trim(" \t"u8);
        var blank = line.IndexOfAny((byte)' ', (byte)'\t');
        return PathText.FromBytes(blank < 0 ? line : line[..blank]);
    }
}
