using Imara.Linux.Files;
using Imara.Linux.ProcFs;
using Imara.Signatures;

namespace Imara.Cli.Evmctl.Files;

/// <summary>What EVM hashes of a file, with the values that options put in place of the file's.</summary>
/// <remarks>docs/reference/appraisal.md 4 and 9.</remarks>
internal static class EvmInput
{
    // Inode number and generation: what `--immutable` leaves out, 12 bytes on a 64-bit machine.
    private const int BoundSize = 12;
    private const int MiscSize = 24;

    private static readonly string[] SmackExtras = ["security.SMACK64EXEC", "security.SMACK64TRANSMUTE", "security.SMACK64MMAP"];

    /// <summary>The input of a portable signature.</summary>
    /// <param name="call">The call.</param>
    /// <param name="file">The file.</param>
    /// <param name="input">The bytes.</param>
    /// <param name="reason">Why there are none.</param>
    public static bool TryReadPortable(EvmctlCall call, TargetFile file, out byte[] input, out string reason)
    {
        var values = new Values(call, file, usesImaName: true);
        input = EvmDigest.PortableInput(ProtectedXattrs.Default, values.Find, Metadata(call, file, 0), Machine(call)) ?? [];
        reason = values.Reason ?? (input.Length == 0 ? $"a portable signature needs {call.ImaName}" : string.Empty);
        return reason.Length == 0;
    }

    /// <summary>The input of the obsolete signature of `--immutable`.</summary>
    /// <inheritdoc cref="TryReadPortable"/>
    public static bool TryReadImmutable(EvmctlCall call, TargetFile file, out byte[] input, out string reason)
    {
        var values = new Values(call, file, usesImaName: false);
        var whole = EvmDigest.BoundInput(Names(call), values.Find, Metadata(call, file, 0), []);
        input = [.. whole[..^MiscSize], .. whole[^(MiscSize - BoundSize)..]];
        reason = values.Reason ?? string.Empty;
        return reason.Length == 0;
    }

    /// <summary>The input of an HMAC or of a signature that is bound to inode and file system.</summary>
    /// <inheritdoc cref="TryReadPortable"/>
    public static bool TryReadBound(EvmctlCall call, TargetFile file, out byte[] input, out string reason)
    {
        input = [];
        if (!TryReadGeneration(call, file, out var generation, out reason) || !TryReadUuid(call, file, out var uuid, out reason))
        {
            return false;
        }

        var values = new Values(call, file, usesImaName: false);
        input = EvmDigest.BoundInput(Names(call), values.Find, Metadata(call, file, generation), uuid, Machine(call));
        reason = values.Reason ?? string.Empty;
        return reason.Length == 0;
    }

    private static ProtectedXattrs Names(EvmctlCall call) =>
        call.Options.Smack ? ProtectedXattrs.Default : ProtectedXattrs.Default.WithEnabled(ProtectedXattrs.Default.All.Except(SmackExtras));

    private static EvmMachine Machine(EvmctlCall call) => (BitConverter.IsLittleEndian, call.Options.Machine32) switch
    {
        (true, false) => EvmMachine.LittleEndian64,
        (true, true) => EvmMachine.LittleEndian32,
        (false, false) => EvmMachine.BigEndian64,
        (false, true) => EvmMachine.BigEndian32,
    };

    private static EvmMetadata Metadata(EvmctlCall call, TargetFile file, uint generation) => new(
        call.Options.Ino ?? file.Status.Inode,
        generation,
        call.Options.Uid ?? file.Status.Uid,
        call.Options.Gid ?? file.Status.Gid,
        call.Options.Mode ?? (ushort)file.Status.Mode);

    private static bool TryReadGeneration(EvmctlCall call, TargetFile file, out uint generation, out string reason)
    {
        generation = call.Options.Generation ?? 0;
        reason = string.Empty;
        if (call.Options.Generation is not null || !file.Status.IsRegularFile)
        {
            return true;
        }

        var error = file.OpenContent(out var descriptor);
        error = error == Errno.None ? InodeGeneration.Read(descriptor, out generation) : error;
        if (error != Errno.None)
        {
            reason = $"its inode generation cannot be read: {ErrnoText.Of(error)}; see --generation";
        }

        return error == Errno.None;
    }

    private static bool TryReadUuid(EvmctlCall call, TargetFile file, out byte[] uuid, out string reason)
    {
        uuid = call.Options.Uuid ?? [];
        reason = string.Empty;
        if (call.Options.Uuid is not null)
        {
            return true;
        }

        // Opening a device or a pipe would be more than asking.
        var error = file.Status.IsRegularFile || file.Status.IsDirectory ? Errno.None : Errno.ENOTTY;
        var read = Guid.Empty;
        if (error == Errno.None)
        {
            error = file.OpenContent(out var descriptor);
            error = error == Errno.None ? FileSystemFacts.Uuid(descriptor, out read) : error;
            if (error == Errno.ENOTTY)
            {
                error = SuperBlockUuid.Read(file.Status.Device, out read);
            }
        }

        if (error != Errno.None || read == Guid.Empty)
        {
            reason = $"the UUID of its file system cannot be read{(error == Errno.None ? string.Empty : ": " + ErrnoText.Of(error))}; see --uuid";
            return false;
        }

        uuid = read.ToByteArray(bigEndian: true);
        return true;
    }

    // Bound input takes security.ima also where `--xattr-user` labels user.ima, as evmctl does.
    private sealed class Values(EvmctlCall call, TargetFile file, bool usesImaName)
    {
        /// <summary>Why a value is not known.</summary>
        public string? Reason { get; private set; }

        public ReadOnlyMemory<byte>? Find(string name)
        {
            var given = name switch
            {
                ProtectedXattrs.Ima => call.Options.Ima,
                "security.selinux" => call.Options.Selinux,
                "security.capability" => call.Options.Caps,
                _ => null,
            };
            if (given is not null)
            {
                return given;
            }

            var error = file.ReadAttribute(name == ProtectedXattrs.Ima && usesImaName ? call.ImaName : name, out var value);
            if (error is not (Errno.None or Errno.ENODATA or Errno.EOPNOTSUPP))
            {
                Reason ??= $"{name} cannot be read: {ErrnoText.Of(error)}";
            }

            return error == Errno.None ? value : default(ReadOnlyMemory<byte>?);
        }
    }
}
