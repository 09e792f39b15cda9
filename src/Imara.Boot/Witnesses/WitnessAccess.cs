using System.Text;
using Imara.Appraisal.Simulating;
using Imara.Linux.Files;
using Imara.Linux.Keyrings;
using Imara.Linux.Processes;

namespace Imara.Boot.Witnesses;

/// <summary>Accesses files in a session of its own that has nothing but the keyring: what is started there finds it, and no other process gets it by that.</summary>
/// <param name="keyring">The serial number of <c>_ima</c>; 0 if there is none.</param>
internal sealed class WitnessAccess(int keyring) : IWitnessAccess
{
    private const int Kill = 9;
    private const int Head = 18;
    private const int TypeAt = 16; // e_type
    private const byte Relocatable = 1;

    /// <inheritdoc/>
    public Errno Do(Witness witness)
    {
        // Session keyrings belong to threads; this one ends with its own.
        var error = Errno.None;
        var thread = new Thread(() =>
        {
            if (keyring != 0)
            {
                error = KeyCalls.JoinNewSession();
                error = error == Errno.None ? KeyCalls.Link(keyring, KeyCalls.SessionKeyring) : error;
            }

            error = error == Errno.None ? Access(witness) : error;
        });
        thread.Start();
        thread.Join();
        return error;
    }

    private static Errno Access(Witness witness)
    {
        if (witness.Kind == AccessKind.Execute)
        {
            return Execute(witness);
        }

        var error = Descriptor.Open(Encoding.UTF8.GetBytes(witness.Path), OpenFlags.ReadOnly | OpenFlags.NonBlocking | OpenFlags.NoTerminal, out var descriptor);
        if (error != Errno.None)
        {
            return error;
        }

        error = witness.Kind switch
        {
            AccessKind.Map => ExecutableMapping.Try(descriptor),
            AccessKind.Module => AsModule(descriptor),
            _ => Errno.None,
        };
        _ = Descriptor.Close(descriptor);
        return error;
    }

    // The signature is checked before anything else about the file: ENOENT is its interpreter, ENOEXEC its format.
    private static Errno Execute(Witness witness)
    {
        var error = ChildProcess.StartQuietly(witness.Path, witness.Arguments, out var child);
        if (child is not null)
        {
            _ = child.Signal(Kill);
            _ = child.Wait(out _);
        }

        return error is Errno.ENOEXEC || (error == Errno.ENOENT && File.Exists(witness.Path)) ? Errno.None : error;
    }

    // The kernel appraises what it read before it looks whether that is a module. What is one would be loaded, in either byte order.
    private static Errno AsModule(int descriptor)
    {
        var head = new byte[Head];
        if (Descriptor.ReadAt(descriptor, head, 0, out var length) is not Errno.None and var error)
        {
            return error;
        }

        if (length < Head || (head.AsSpan().StartsWith("\u007fELF"u8) && head.AsSpan(TypeAt, 2).Contains(Relocatable)))
        {
            return Errno.EINVAL;
        }

        error = ModuleLoad.Try(descriptor);
        return error is Errno.ENOEXEC or Errno.EKEYREJECTED ? Errno.None : error == Errno.None ? Errno.EINVAL : error;
    }
}
