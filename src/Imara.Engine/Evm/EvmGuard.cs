using Imara.Engine.Files;
using Imara.Evaluation;
using Imara.Policy.CommandLine;
using Imara.Signatures;

namespace Imara.Engine.Evm;

/// <summary>What an active EVM forbids.</summary>
/// <remarks>docs/reference/appraisal.md 4.4.</remarks>
internal static class EvmGuard
{
    public static Errno Setattr(EvmState evm, BootParameters boot, IFileView file, bool changesAnything)
    {
        if (!evm.IsActive || boot.EvmFix || (evm.Flags & EvmModes.AllowMetadataWrites) != 0)
        {
            return Errno.None;
        }

        return evm.Verify(file) switch
        {
            EvmStatus.Pass or EvmStatus.NoXattrs or EvmStatus.FailImmutable => Errno.None,
            EvmStatus.NoLabel or EvmStatus.Unknown when evm.IsHmacImpossible => Errno.None,
            EvmStatus.Unknown => Errno.None,
            EvmStatus.PassImmutable when !changesAnything => Errno.None,
            _ => Errno.EPERM,
        };
    }

    public static Errno SetXattr(EvmState evm, BootParameters boot, IFileView file, string name, ReadOnlyMemory<byte> value, Credentials creds, bool isNew)
    {
        if (name == ProtectedXattrs.Evm)
        {
            if (value.IsEmpty)
            {
                return Errno.EINVAL;
            }

            if ((ImaXattrType)value.Span[0] is not (ImaXattrType.Signature or ImaXattrType.EvmPortableSignature))
            {
                return Errno.EPERM;
            }
        }

        var isSame = file.Xattr(name) is { Errno: Errno.None } read && read.Value.Span.SequenceEqual(value.Span);
        return Protect(evm, boot, file, name, creds, isNew, isSame);
    }

    public static Errno RemoveXattr(EvmState evm, BootParameters boot, IFileView file, string name, Credentials creds, bool isNew) =>
        Protect(evm, boot, file, name, creds, isNew, isSame: false);

    /// <summary>Writes the HMAC anew, where there is a key; files with a portable signature keep it.</summary>
    public static void Update(EvmState evm, IFileView file)
    {
        if ((evm.Flags & EvmModes.Hmac) != 0 && !IsPortable(file))
        {
            evm.HmacWritten(file.Key);
        }
    }

    private static Errno Protect(EvmState evm, BootParameters boot, IFileView file, string name, Credentials creds, bool isNew, bool isSame)
    {
        var isEvm = name == ProtectedXattrs.Evm;
        if (isEvm && !creds.CanAdminister)
        {
            return Errno.EPERM;
        }

        if (!evm.IsActive || (!isEvm && !evm.IsProtected(name)) || boot.EvmFix || (evm.Flags & EvmModes.AllowMetadataWrites) != 0)
        {
            return Errno.None;
        }

        return evm.Verify(file) switch
        {
            EvmStatus.Pass or EvmStatus.FailImmutable => Errno.None,
            EvmStatus.NoXattrs when isNew || evm.IsHmacImpossible => Errno.None,
            EvmStatus.NoLabel or EvmStatus.Unknown when evm.IsHmacImpossible => Errno.None,
            EvmStatus.PassImmutable when isSame => Errno.None,
            _ => Errno.EPERM,
        };
    }

    private static bool IsPortable(IFileView file) =>
        file.Xattr(ProtectedXattrs.Evm) is { Errno: Errno.None, Value.Length: > 0 } read && read.Value.Span[0] == (byte)ImaXattrType.EvmPortableSignature;
}
