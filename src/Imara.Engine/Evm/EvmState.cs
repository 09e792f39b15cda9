using System.Security.Cryptography;
using Imara.Engine.Files;
using Imara.Measurements;
using Imara.Policy.Kernels;
using Imara.Signatures;
using Imara.Signatures.Keys;

namespace Imara.Engine.Evm;

/// <summary>EVM of one kernel: whether it is active, with which keys, and what it says about files.</summary>
/// <remarks>docs/reference/appraisal.md 4.</remarks>
public sealed class EvmState
{
    private readonly KernelProfile kernel;
    private readonly HashSet<InodeKey> goodHmacs = [];
    private bool isXattrListLocked;

    internal EvmState(KernelProfile kernel, EvmModes flags = EvmModes.None)
    {
        this.kernel = kernel;
        Flags = flags;
        Xattrs = ProtectedXattrs.Default.WithEnabled(kernel.EvmXattrs);
    }

    /// <summary>What is switched on.</summary>
    public EvmModes Flags { get; private set; }

    /// <summary>The <c>.evm</c> keyring.</summary>
    public Keyring Keys { get; init; } = new();

    /// <summary>The decrypted <c>evm-key</c>; null: the HMACs of files that the kernel did not label itself are bad.</summary>
    internal ReadOnlyMemory<byte>? HmacKey { get; init; }

    /// <summary>The protected attributes.</summary>
    public ProtectedXattrs Xattrs { get; private set; }

    /// <summary>True once HMACs or signatures are verified.</summary>
    public bool IsActive => (Flags & (EvmModes.Hmac | EvmModes.X509)) != 0;

    /// <summary>True if no HMAC can ever be written.</summary>
    public bool IsHmacImpossible => (Flags & (EvmModes.SetupComplete | EvmModes.Hmac)) == EvmModes.SetupComplete;

    /// <summary>A write to <c>/sys/kernel/security/evm</c>.</summary>
    /// <param name="text">What is written.</param>
    /// <param name="canAdminister">The writer has CAP_SYS_ADMIN.</param>
    /// <param name="hasHmacKey">There is an encrypted key <c>evm-key</c>.</param>
    public Errno WriteFlags(ReadOnlySpan<byte> text, bool canAdminister, bool hasHmacKey)
    {
        if (!canAdminister || (Flags & EvmModes.SetupComplete) != 0)
        {
            return Errno.EPERM;
        }

        var known = EvmModes.Hmac | EvmModes.X509 | EvmModes.AllowMetadataWrites | EvmModes.SetupComplete;
        if (kernel.Has(KernelFeature.Sigv3ForFiles))
        {
            known |= EvmModes.RequireV3;
        }

        if (!TryParse(text, out var number) || number == 0 || (number & ~(uint)known) != 0)
        {
            return Errno.EINVAL;
        }

        var flags = (EvmModes)number;
        if ((flags & EvmModes.AllowMetadataWrites) != 0 && (Flags & EvmModes.Hmac) != 0)
        {
            return Errno.EPERM;
        }

        if ((flags & EvmModes.Hmac) != 0)
        {
            if (!hasHmacKey)
            {
                return Errno.ENOENT;
            }

            flags |= EvmModes.SetupComplete;
            Flags &= ~EvmModes.AllowMetadataWrites;
        }

        Flags |= flags;
        return Errno.None;
    }

    /// <summary>A write to <c>integrity/evm/evm_xattrs</c>; <c>.</c> locks the list.</summary>
    public Errno WriteXattrs(string name)
    {
        if (!kernel.Is(KernelOption.EvmAddXattrs))
        {
            return Errno.ENOENT;
        }

        if (isXattrListLocked)
        {
            return Errno.EPERM;
        }

        if (name == ".")
        {
            isXattrListLocked = true;
            return Errno.None;
        }

        if (!name.StartsWith("security.", StringComparison.Ordinal) || name.Length > 255)
        {
            return Errno.EINVAL;
        }

        if (Xattrs.Enabled.Contains(name))
        {
            return Errno.EEXIST;
        }

        Xattrs = Xattrs.With(name);
        return Errno.None;
    }

    /// <summary>True if EVM protects the attribute.</summary>
    public bool IsProtected(string name) => Xattrs.Enabled.Contains(name);

    /// <summary>The protected attributes that a file has, in EVM's order, for templates.</summary>
    public IEnumerable<ProtectedXattr> Present(IFileView file)
    {
        foreach (var name in Xattrs.All)
        {
            if (file.Xattr(name) is { Errno: Errno.None, Value.Length: > 0 } read)
            {
                yield return new ProtectedXattr(name, read.Value);
            }
        }
    }

    /// <summary>True if the file has any attribute that EVM protects.</summary>
    internal bool HasProtected(IFileView file) => Xattrs.Enabled.Any(name => file.Xattr(name).Errno == Errno.None);

    /// <summary>The kernel has written an HMAC over the file's metadata as it is now.</summary>
    internal void HmacWritten(InodeKey key) => goodHmacs.Add(key);

    /// <summary>The file's metadata or its security.evm were changed by somebody else.</summary>
    internal void HmacBroken(InodeKey key) => goodHmacs.Remove(key);

    /// <summary>Verifies the metadata of a file.</summary>
    public EvmStatus Verify(IFileView file)
    {
        if (!IsActive)
        {
            return EvmStatus.Unknown;
        }

        if (goodHmacs.Contains(file.Key))
        {
            return EvmStatus.Pass;
        }

        var read = file.Xattr(ProtectedXattrs.Evm);
        if (read.Errno == Errno.EOPNOTSUPP)
        {
            return EvmStatus.Unknown;
        }

        if (read.Errno != Errno.None || read.Value.IsEmpty)
        {
            return HasProtected(file) ? EvmStatus.NoLabel : EvmStatus.NoXattrs;
        }

        var type = (ImaXattrType)read.Value.Span[0];
        return type switch
        {
            ImaXattrType.EvmHmac when HmacKey is { } key => VerifyHmac(file, read.Value.Span, key.Span),
            ImaXattrType.Signature => VerifySignature(file, read.Value.Span, portable: false),
            ImaXattrType.EvmPortableSignature => VerifySignature(file, read.Value.Span, portable: true),
            _ => EvmStatus.Fail,
        };
    }

    private EvmStatus VerifySignature(IFileView file, ReadOnlySpan<byte> value, bool portable)
    {
        var bad = portable ? EvmStatus.FailImmutable : EvmStatus.Fail;
        if (!SignatureHeader.TryParse(value, out var header, out _) || header.Algo is not { } algo)
        {
            return bad;
        }

        var input = portable
            ? EvmDigest.PortableInput(Xattrs, name => ValueOf(file, name), new EvmMetadata(0, 0, file.Uid, file.Gid, file.Mode))
            : BoundInput(file);

        if (input is null || !Hashing.KernelHash.IsSupported(algo))
        {
            return bad;
        }

        if ((Flags & EvmModes.RequireV3) != 0 && portable && header.Version != 3)
        {
            return bad;
        }

        var verifier = new SignatureVerifier(Keys) { V3ForFiles = kernel.Has(KernelFeature.Sigv3ForFiles), Sha3 = kernel.Has(KernelFeature.Sha3), Schemes = kernel.Schemes };
        var good = verifier.Verify(value, EvmDigest.Compute(algo, input)).IsGood;
        return !good ? bad : portable ? EvmStatus.PassImmutable : EvmStatus.Pass;
    }

    private EvmStatus VerifyHmac(IFileView file, ReadOnlySpan<byte> value, ReadOnlySpan<byte> key) =>
        value.Length == EvmXattr.HmacValueSize && CryptographicOperations.FixedTimeEquals(value[1..], EvmDigest.ComputeHmac(key, BoundInput(file)))
            ? EvmStatus.Pass
            : EvmStatus.Fail;

    private byte[] BoundInput(IFileView file)
    {
        var uuid = new byte[16];
        file.Facts.FsUuid.CopyTo(uuid);
        var metadata = new EvmMetadata(file.Key.Inode, file.Generation() ?? 0, file.Uid, file.Gid, file.Mode);
        return EvmDigest.BoundInput(Xattrs, name => ValueOf(file, name), metadata, kernel.Is(KernelOption.EvmAttrFsuuid) ? uuid : []);
    }

    private static ReadOnlyMemory<byte>? ValueOf(IFileView file, string name) => file.Xattr(name) is { Errno: Errno.None } read ? read.Value : null;

    // One number as the C library reads it: decimal, or hexadecimal behind 0x; a final line feed is passed over.
    private static bool TryParse(ReadOnlySpan<byte> text, out uint number)
    {
        text = text.TrimEnd((byte)'\n').TrimEnd((byte)0);
        var isHex = text.StartsWith("0x"u8) || text.StartsWith("0X"u8);
        return uint.TryParse(isHex ? text[2..] : text, isHex ? System.Globalization.NumberStyles.AllowHexSpecifier : System.Globalization.NumberStyles.None, null, out number);
    }
}
