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

    /// <summary>What the answer to an execution says: the signature is checked before anything else about the file. ENOEXEC is its format, ENOENT its interpreter.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="isThere">The file itself is there.</param>
    /// <returns>None: the kernel was asked, and let it through.</returns>
    internal static Errno OfExecution(Errno answer, bool isThere) => answer is Errno.ENOEXEC || (answer == Errno.ENOENT && isThere) ? Errno.None : answer;

    /// <summary>What the answer about something that is no module says: the kernel appraises what it read before it looks whether that is one.</summary>
    /// <param name="answer">The answer.</param>
    /// <returns>None: the kernel was asked, and let it through.</returns>
    internal static Errno OfModule(Errno answer) => answer switch
    {
        Errno.ENOEXEC or Errno.EKEYREJECTED => Errno.None,
        Errno.None => Errno.EINVAL,
        _ => answer,
    };

    private static Errno Execute(Witness witness)
    {
        var setup = new ChildSetup(Encoding.UTF8.GetBytes(witness.Path), [.. witness.Arguments.Select(argument => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(argument))]) { IsQuiet = true };
        var error = ChildProcess.StartExactly(setup, out var child);
        if (child is not null)
        {
            _ = child.Signal(Kill);
            _ = child.Wait(out _);
        }

        return OfExecution(error, File.Exists(witness.Path));
    }

    // What is a module would be loaded, in either byte order.
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

        return OfModule(ModuleLoad.Try(descriptor));
    }
}
