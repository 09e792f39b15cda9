using Imara.Engine.Evm;
using Imara.Engine.State;
using Imara.Evaluation;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Policy.Loading;
using Imara.Signatures;

namespace Imara.Engine;

/// <summary>What IMA says to changes of extended attributes, and what it forgets because of them.</summary>
/// <remarks>docs/reference/appraisal.md 5.3.</remarks>
internal static class XattrGuard
{
    public static Errno Set(
        KernelProfile kernel, BootParameters boot, PolicyStore policy, EvmState evm, InodeRecord? record, string name, ReadOnlySpan<byte> value, Credentials creds)
    {
        var isSignature = false;
        if (name == ProtectedXattrs.Ima)
        {
            if (!creds.CanAdminister)
            {
                return Errno.EPERM;
            }

            if (ImaXattrRules.SetxattrAlgo(value, boot.Hash, kernel.Has(KernelFeature.Sigv3ForFiles), kernel.Has(KernelFeature.Sha3)) is not { } algo)
            {
                return Errno.EINVAL;
            }

            if (!(policy.SetxattrAlgos ?? kernel.UsableHashes).Contains(algo))
            {
                return Errno.EACCES;
            }

            isSignature = value[0] == (byte)ImaXattrType.Signature;
        }
        else if (name == ProtectedXattrs.Evm)
        {
            isSignature = value.Length > 0 && value[0] == (byte)ImaXattrType.EvmPortableSignature;
        }

        Forget(evm, record, name, isSignature);
        return Errno.None;
    }

    public static Errno Remove(EvmState evm, InodeRecord? record, string name, Credentials creds)
    {
        if (name == ProtectedXattrs.Ima && !creds.CanAdminister)
        {
            return Errno.EPERM;
        }

        Forget(evm, record, name, isSignature: false);
        return Errno.None;
    }

    private static void Forget(EvmState evm, InodeRecord? record, string name, bool isSignature)
    {
        var revalidates = evm.IsActive && (evm.IsProtected(name) || name == ProtectedXattrs.Evm);
        if (record is not null && (name == ProtectedXattrs.Ima || revalidates))
        {
            record.MeasuredPcrs = 0;
            record.XattrChanged = true;
            record.IsSigned = isSignature;
        }
    }
}
