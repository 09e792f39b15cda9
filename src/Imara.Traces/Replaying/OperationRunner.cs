using System.Collections.Immutable;
using Imara.Traces.Model;
using Imara.Traces.Scenarios;

namespace Imara.Traces.Replaying;

/// <summary>Carries out the operations of a scenario by name.</summary>
/// <remarks>docs/reference/corpus.md, Operations.</remarks>
internal sealed class OperationRunner(ReplayWorld world)
{
    private const int DirectReadSize = 65536;
    private readonly FileOperations files = new(world);
    private readonly AttributeOperations attributes = new(world);
    private readonly ExecOperations exec = new(world);
    private readonly KernelReadOperations kernelReads = new(world);
    private readonly PolicyOperations policies = new(world);

    public OperationOutcome Run(TraceOperation operation)
    {
        world.Begin(operation);
        world.Outcome.Errno = RunNamed(operation.Name, operation.Arguments);
        world.Actor.Creds = operation.Creds ?? world.Actor.Creds;
        return world.End();
    }

    private Errno RunNamed(string name, ImmutableArray<string> arguments)
    {
        var a = new OperationArguments(name, arguments);
        return name switch
        {
            "mount" => Outside() ?? new MountOperations(world).Mount(a.Text(0), a.Text(1), a.Text(2), a.Size(3), a.Text(4)),
            "mkdir" or "mkfifo" or "rename" or "link" or "symlink" or "unlink" => Outside() ?? new NameOperations(world).Run(name, a),
            "open" => Open(a),
            "close" => Close(a.Text(0)),
            "read" => Read(a.Text(0), a.Size(1)),
            "dread" => Read(a.Text(0), DirectReadSize),
            "write" => Write(a),
            "cat" => Outside() ?? files.Cat(a.Text(0)),
            "put" => Outside() ?? files.Put(a.Text(0), a.Mode(1), a.Id(2), a.Id(3), a.Hex(4)),
            "append" => Outside() ?? files.Append(a.Text(0), a.Hex(1)),
            "copy" => Outside() ?? files.Copy(a.Text(0), a.Text(1), a.Mode(2), a.Id(3), a.Id(4)),
            "exec" when a.Count > 1 => Outside() ?? exec.ExecRecorded(a.Text(0), a.Text(1)),
            "exec" or "execveat" => exec.Exec(a.Text(0)),
            "mmap" => exec.Mmap(a.Text(0), a.Text(1), a.Text(2), a.Text(3) == "shared"),
            "mmapanon" => MapAnonymous(a),
            "mprotect" => Outside() ?? exec.Mprotect(a.Text(0), a.Text(1)),
            "munmap" => exec.Munmap(a.Text(0)),
            "setxattr" => Outside() ?? On(a.Text(0), entry => attributes.SetXattr(entry, a.Text(1), a.Hex(2))),
            "removexattr" => Outside() ?? On(a.Text(0), entry => attributes.RemoveXattr(entry, a.Text(1))),
            "chmod" => Outside() ?? OnResolved(a.Text(0), entry => attributes.ChangeMode(entry, a.Mode(1))),
            "chown" => Outside() ?? On(a.Text(0), entry => attributes.ChangeOwner(entry, a.Id(1), a.Id(2))),
            "truncate" => Outside() ?? OnResolved(a.Text(0), entry => attributes.Truncate(entry, a.Size(1))),
            "verity" => Outside() ?? EnableVerity(a),
            "vdigest" => Outside() ?? files.Cat(a.Text(0)),
            "finit_module" => kernelReads.FinitModule(a.Text(0)),
            "init_module" => kernelReads.InitModule(a.Text(0)),
            "delete_module" => kernelReads.DeleteModule(a.Text(0)),
            "kexec" => kernelReads.Kexec(a.Text(0), a.Text(1), a.Text(2)),
            "add_key" => policies.AddKey(a.Text(0), a.Text(1), a.Text(2) == "-" ? [] : a.Hex(2), a.Text(3)),
            "add_encrypted" => Outside() ?? AddEncrypted(a.Text(0)),
            "policy" => Outside() ?? policies.Load(a.Count == 0 ? world.Scenario.Policy : PolicyOperations.Lines(a.Hex(0))),
            "sysw" => new ControlOperations(world).Write(a.Text(0), a.Hex(1)),
            "setlabel" => Outside() ?? SetLabel(a.Text(0)),
            "personality" => SetPersonality(a.Text(0)),
            "fsuuid" => LearnUuid(a.Text(0)),
            "newkeyring" or "add_user_key" or "dropcap" => world.Operation.OutsideError,
            _ => throw new TraceFailure($"operation {world.Operation.Number}: `{name}` is no operation known here"),
        };
    }

    private Errno? Outside() => world.Operation.OutsideError == Errno.None ? null : world.Operation.OutsideError;

    private Errno Open(OperationArguments a)
    {
        var errno = files.OpenOnly(a.Text(1), a.Text(2), out var handle);
        if (handle is not null)
        {
            world.Actor.Handles[a.Text(0)] = handle;
        }

        return errno;
    }

    private Errno Close(string number)
    {
        // A recording of a run says which file the writer had open, be it from before its beginning.
        if (world.Operation.Target?.Inode is { } inode)
        {
            var entry = world.Tree.Recordings.Of(inode);
            world.Actor.Handles.Remove(number);
            entry.Inode.Writers++;
            files.Close(new ModelHandle(entry) { CanWrite = true });
            return Errno.None;
        }

        if (!world.Actor.Handles.Remove(number, out var handle))
        {
            return Errno.EBADF;
        }

        files.Close(handle);
        return Errno.None;
    }

    private Errno Handle(string number, out ModelHandle? handle) => world.Actor.Handles.TryGetValue(number, out handle) ? world.Operation.OutsideError : Errno.EBADF;

    private Errno Read(string number, int size)
    {
        var errno = Handle(number, out var handle);
        if (errno == Errno.None && handle is not null)
        {
            handle.Position = (int)Math.Min((ulong)handle.Position + (ulong)size, Math.Max(handle.Inode.Size, (ulong)handle.Position));
        }

        return errno;
    }

    private Errno Write(OperationArguments a)
    {
        var errno = Handle(a.Text(0), out var handle);
        if (errno == Errno.None && handle is not null)
        {
            errno = files.Write(handle, a.Hex(1));
        }

        return errno;
    }

    private Errno MapAnonymous(OperationArguments a)
    {
        world.Actor.Mappings[a.Text(0)] = new ModelMapping(null) { IsExecutable = a.Text(1).Contains('x', StringComparison.Ordinal) };
        return world.Operation.OutsideError;
    }

    private Errno EnableVerity(OperationArguments a)
    {
        var errno = files.Open(a.Text(0), "rd", out var handle);
        if (handle is not null)
        {
            handle.Inode.VerityAlgo = a.Text(1) == "2" ? HashAlgo.Sha512 : HashAlgo.Sha256;
            files.Close(handle);
        }

        return errno;
    }

    private Errno AddEncrypted(string description)
    {
        world.HasEvmKey |= description == "evm-key";
        return Errno.None;
    }

    private Errno SetLabel(string label)
    {
        world.Actor.Label = PathText.ToBytes(label);
        return Errno.None;
    }

    private Errno SetPersonality(string hex)
    {
        const ulong ReadImpliesExec = 0x0400000;
        world.Actor.ReadImpliesExec = (JsonFields.HexNumber(hex) & ReadImpliesExec) != 0;
        return world.Operation.OutsideError;
    }

    private Errno LearnUuid(string folder)
    {
        if (world.Operation.Note is { } note)
        {
            world.Tree.MakeFolder(folder).Inode.FileSystem.FsUuid = JsonFields.Uuid(note);
        }

        return world.Operation.OutsideError;
    }

    private static Errno On(ModelEntry? entry, Func<ModelEntry, Errno> action) => entry is null ? Errno.ENOENT : action(entry);

    private Errno On(string path, Func<ModelEntry, Errno> action) => On(world.Tree.FindLink(path), action);

    private Errno OnResolved(string path, Func<ModelEntry, Errno> action) => On(world.Tree.Find(path), action);
}
