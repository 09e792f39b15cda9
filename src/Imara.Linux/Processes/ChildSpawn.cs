using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Imara.Linux.Fanotify;
using Imara.Linux.Interop;

namespace Imara.Linux.Processes;

/// <summary>Starts programs.</summary>
internal static unsafe class ChildSpawn
{
    private const int SigPipe = 13;
    private const int SigChld = 17;
    private const int StructureSize = 512; // posix_spawnattr_t has 336 bytes in glibc and musl, posix_spawn_file_actions_t 80
    private const short SetSignalDefaults = 4;
    private const short SetSignalMask = 8;
    private const short SetSession = 0x80;
    private const int DuplicateCloseOnExec = 1030;
    private const nint Above = 64;
    private const int ReadWrite = 2;

    /// <summary>Starts one.</summary>
    /// <param name="setup">What.</param>
    /// <param name="pid">Its process id.</param>
    /// <returns>What execve(2) or the making of its surroundings says.</returns>
    internal static Errno Start(ChildSetup setup, out int pid)
    {
        KeepChildStatus();
        pid = 0;
        var attributes = stackalloc byte[StructureSize];
        var error = (Errno)Libc.PosixSpawnAttrInit(attributes);
        if (error != Errno.None)
        {
            return error;
        }

        var actions = stackalloc byte[StructureSize];
        error = (Errno)Libc.PosixSpawnFileActionsInit(actions);
        if (error == Errno.None)
        {
            var copies = new List<int>();
            error = Prepare(setup, attributes, actions, copies);
            if (error == Errno.None)
            {
                error = Spawn(setup, attributes, actions, out pid);
            }

            copies.ForEach(copy => _ = Libc.Close(copy));
            _ = Libc.PosixSpawnFileActionsDestroy(actions);
        }

        _ = Libc.PosixSpawnAttrDestroy(attributes);
        return error;
    }

    private static Errno Prepare(ChildSetup setup, byte* attributes, byte* actions, List<int> copies)
    {
        // The runtime ignores SIGPIPE, and what is ignored is inherited; so are the stops of a terminal once we ignore them.
        var signals = stackalloc byte[SignalMask.SetSize];
        new Span<byte>(signals, SignalMask.SetSize).Clear();
        Unsafe.WriteUnaligned(signals, (1UL << (SigPipe - 1)) | IgnoredSignals.IgnoredByUs);
        _ = Libc.PosixSpawnAttrSetSigDefault(attributes, signals);
        SignalMask.Fill(signals);
        _ = Libc.PosixSpawnAttrSetSigMask(attributes, signals);
        _ = Libc.PosixSpawnAttrSetFlags(attributes, setup.IsApart ? (short)(SetSignalDefaults | SetSignalMask | SetSession) : SetSignalDefaults);

        // Copies with high numbers: none of them is the target of an earlier one.
        var number = ChildSetup.FirstHandedOn;
        foreach (var resource in setup.HandedOn)
        {
            var copy = Libc.Fcntl((int)HandleOf(resource).DangerousGetHandle(), DuplicateCloseOnExec, Above);
            if (copy < 0)
            {
                return Libc.LastErrno;
            }

            copies.Add(copy);
            var error = (Errno)Libc.PosixSpawnFileActionsAddDup2(actions, copy, number++);
            if (error != Errno.None)
            {
                return error;
            }
        }

        fixed (byte* nothing = "/dev/null\0"u8)
        {
            for (var stream = 0; (setup.IsApart || setup.IsQuiet) && stream < ChildSetup.FirstHandedOn; stream++)
            {
                var error = (Errno)Libc.PosixSpawnFileActionsAddOpen(actions, stream, nothing, ReadWrite, 0);
                if (error != Errno.None)
                {
                    return error;
                }
            }
        }

        return Errno.None;
    }

    private static SafeDescriptor HandleOf(IDisposable resource) => resource switch
    {
        FanotifyGroup group => group.Handle,
        SharedWords page => page.Handle,
        Lifeline end => end.Handle,
        _ => throw new ArgumentException("cannot be handed on", nameof(resource)),
    };

    private static Errno Spawn(ChildSetup setup, byte* attributes, byte* actions, out int pid)
    {
        var texts = new nint[setup.Arguments.Count + 1];
        var path = Terminated(setup.Path.Span);
        try
        {
            for (var i = 0; i < setup.Arguments.Count; i++)
            {
                texts[i] = Terminated(setup.Arguments[i].Span);
            }

            int made;
            Errno error;
            fixed (nint* argumentsAt = texts)
            {
                error = (Errno)Libc.PosixSpawn(&made, (byte*)path, actions, attributes, (byte**)argumentsAt, Libc.Environment);
            }

            pid = error == Errno.None ? made : 0;
            return error;
        }
        finally
        {
            NativeMemory.Free((void*)path);
            foreach (var text in texts)
            {
                NativeMemory.Free((void*)text);
            }
        }
    }

    private static nint Terminated(ReadOnlySpan<byte> text)
    {
        var copy = (byte*)NativeMemory.Alloc((nuint)text.Length + 1);
        text.CopyTo(new Span<byte>(copy, text.Length));
        copy[text.Length] = 0;
        return (nint)copy;
    }

    // If whoever started us ignores SIGCHLD, the kernel forgets how children end.
    private static void KeepChildStatus()
    {
        const int ActionSize = 256;
        var old = stackalloc byte[ActionSize];
        const nint Default = 0;
        const nint Ignore = 1;
        if (Libc.SigAction(SigChld, null, old) == 0 && Unsafe.ReadUnaligned<nint>(old) == Ignore)
        {
            _ = Libc.Signal(SigChld, Default);
        }
    }
}
