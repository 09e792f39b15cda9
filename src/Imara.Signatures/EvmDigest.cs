using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Imara.Hashing;

namespace Imara.Signatures;

/// <summary>What EVM hashes, and the digest and HMAC over it.</summary>
/// <remarks>docs/reference/appraisal.md 4.2.</remarks>
public static class EvmDigest
{
    /// <summary>Size of the HMAC in bytes.</summary>
    public const int HmacSize = 20;

    // The kernel's HMAC key buffer: keys are filled up with zeros to this size before HMAC hashes them down.
    private const int KeyBufferSize = 128;

    /// <summary>The bytes of a portable signature (type 05): values of every protected xattr, owner, group and mode.</summary>
    /// <param name="names">The protected xattrs.</param>
    /// <param name="valueOf">The value of an xattr by name, null if the file has none.</param>
    /// <param name="metadata">The inode; number and generation are not used.</param>
    /// <param name="machine">Layout of the kernel that verifies.</param>
    /// <returns>Null if the file has no security.ima, without which the kernel takes no portable signature.</returns>
    public static byte[]? PortableInput(
        ProtectedXattrs names, Func<string, ReadOnlyMemory<byte>?> valueOf, EvmMetadata metadata, EvmMachine machine = EvmMachine.LittleEndian64)
    {
        if (valueOf(ProtectedXattrs.Ima) is null)
        {
            return null;
        }

        var values = new ArrayBufferWriter<byte>();
        WriteValues(values, names.All, valueOf);
        return PortableInput(values.WrittenSpan, metadata, machine);
    }

    /// <summary>The same of values that are there already.</summary>
    /// <param name="values">The values of every protected xattr of the file, in EVM's order; security.ima among them.</param>
    /// <param name="metadata">The inode; number and generation are not used.</param>
    /// <param name="machine">Layout of the kernel that verifies.</param>
    public static byte[] PortableInput(ReadOnlySpan<byte> values, EvmMetadata metadata, EvmMachine machine)
    {
        var input = new ArrayBufferWriter<byte>();
        input.Write(values);
        WriteMetadata(input, metadata with { Ino = 0, Generation = 0 }, machine);
        return input.WrittenSpan.ToArray();
    }

    /// <summary>The bytes of an HMAC (02) or of a signature of type 03: values of the enabled xattrs, inode, file system.</summary>
    /// <param name="names">The protected xattrs.</param>
    /// <param name="valueOf">The value of an xattr by name, null if the file has none.</param>
    /// <param name="metadata">The inode.</param>
    /// <param name="fsuuid">The 16 bytes of the file system's UUID; empty for kernels without CONFIG_EVM_ATTR_FSUUID.</param>
    /// <param name="machine">Layout of the kernel that verifies.</param>
    /// <exception cref="ArgumentException">The UUID has neither 16 nor 0 bytes.</exception>
    public static byte[] BoundInput(
        ProtectedXattrs names,
        Func<string, ReadOnlyMemory<byte>?> valueOf,
        EvmMetadata metadata,
        ReadOnlySpan<byte> fsuuid,
        EvmMachine machine = EvmMachine.LittleEndian64)
    {
        if (fsuuid.Length is not (0 or 16))
        {
            throw new ArgumentException("a file system UUID has 16 bytes", nameof(fsuuid));
        }

        var input = new ArrayBufferWriter<byte>();
        WriteValues(input, names.All.Where(names.Enabled.Contains), valueOf);
        WriteMetadata(input, metadata, machine);
        input.Write(fsuuid);
        return input.WrittenSpan.ToArray();
    }

    /// <summary>The digest that a signature in security.evm is made over: by the algorithm of its header.</summary>
    public static Digest Compute(HashAlgo algo, ReadOnlySpan<byte> input) => KernelHash.Compute(algo, input);

    /// <summary>The HMAC-SHA1 of type 02, 20 bytes.</summary>
    /// <param name="key">The decrypted EVM key, at most 128 bytes.</param>
    /// <param name="input">From <see cref="BoundInput"/>.</param>
    /// <exception cref="ArgumentException">The key is too long.</exception>
    public static byte[] ComputeHmac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> input)
    {
        if (key.Length > KeyBufferSize)
        {
            throw new ArgumentException($"an EVM key has at most {KeyBufferSize} bytes", nameof(key));
        }

        Span<byte> padded = stackalloc byte[KeyBufferSize];
        padded.Clear();
        key.CopyTo(padded);
        var hmac = KernelHash.ComputeHmac(HashAlgo.Sha1, padded, input).Bytes.ToArray();
        CryptographicOperations.ZeroMemory(padded);
        return hmac;
    }

    private static void WriteValues(ArrayBufferWriter<byte> input, IEnumerable<string> names, Func<string, ReadOnlyMemory<byte>?> valueOf)
    {
        foreach (var name in names)
        {
            if (valueOf(name) is { } value)
            {
                input.Write(value.Span);
            }
        }
    }

    private static void WriteMetadata(ArrayBufferWriter<byte> input, EvmMetadata metadata, EvmMachine machine)
    {
        var bigEndian = machine is EvmMachine.BigEndian64 or EvmMachine.BigEndian32;
        if (machine is EvmMachine.LittleEndian64 or EvmMachine.BigEndian64)
        {
            WriteNumber(input, metadata.Ino, 8, bigEndian);
        }
        else
        {
            WriteNumber(input, (uint)metadata.Ino, 4, bigEndian);
        }

        WriteNumber(input, metadata.Generation, 4, bigEndian);
        WriteNumber(input, metadata.Uid, 4, bigEndian);
        WriteNumber(input, metadata.Gid, 4, bigEndian);
        WriteNumber(input, metadata.Mode, 2, bigEndian);
        WriteNumber(input, 0, 2, bigEndian);
    }

    private static void WriteNumber(ArrayBufferWriter<byte> input, ulong number, int size, bool bigEndian)
    {
        Span<byte> bytes = stackalloc byte[8];
        if (bigEndian)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
            input.Write(bytes[^size..]);
        }
        else
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, number);
            input.Write(bytes[..size]);
        }
    }
}
