using Imara.Engine.Evm;
using Imara.Hashing;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;
using Imara.Signatures;
using Imara.Signatures.Keys;

namespace Imara.Engine.Appraisal;

/// <summary>Gives the verdict on one file: attribute against digest, signatures against keys, EVM before both.</summary>
/// <remarks>docs/reference/appraisal.md 5.</remarks>
internal sealed class Appraiser(KernelProfile kernel, Keyring keys, SignatureDepth depth = SignatureDepth.Full)
{
    private readonly SignatureVerifier verifier =
        new(keys) { V3ForFiles = kernel.Has(KernelFeature.Sigv3ForFiles), Sha3 = kernel.Has(KernelFeature.Sha3), Schemes = kernel.Schemes, Depth = depth };

    private readonly ModSigVerifier modSigVerifier = new(keys) { Schemes = kernel.Schemes };

    public AppraisalVerdict Appraise(AppraisalRequest request)
    {
        // Step 0: a file system without attributes.
        if (request.ImaXattr.Errno == Errno.EOPNOTSUPP && request.ModSig is null)
        {
            return new AppraisalVerdict(AppraisalStatus.Unknown, string.Empty, request.IsSigned);
        }

        // Step 3: no attribute.
        var value = request.ImaXattr.Value;
        var hasXattr = request.ImaXattr.Errno == Errno.None && !value.IsEmpty;
        if (!hasXattr && request.ModSig is null)
        {
            return WithoutXattr(request);
        }

        // Step 4: EVM.
        var evm = request.Evm();
        switch (evm)
        {
            case EvmStatus.NoLabel:
                return new AppraisalVerdict(AppraisalStatus.NoLabel, "missing-HMAC", request.IsSigned);
            case EvmStatus.NoXattrs when request.ModSig is null:
                return new AppraisalVerdict(AppraisalStatus.NoLabel, "missing-HMAC", request.IsSigned);
            case EvmStatus.Fail:
                return new AppraisalVerdict(AppraisalStatus.Fail, "invalid-HMAC", request.IsSigned);
            case EvmStatus.FailImmutable:
                return new AppraisalVerdict(AppraisalStatus.Fail, "invalid-fail-immutable", true);
            default:
                break;
        }

        // Steps 5 to 7.
        var (verdict, errno) = hasXattr ? WithXattr(request, value, evm) : (new AppraisalVerdict(AppraisalStatus.NoLabel, "missing-hash", request.IsSigned), Errno.None);
        if (request.ModSig is { } modSig && (!hasXattr || value.Span[0] == (byte)ImaXattrType.DigestNg || errno == Errno.ENOKEY))
        {
            verdict = WithModSig(request, modSig, verdict.IsSigned);
        }

        return request.IsUnverifiable ? verdict with { Status = AppraisalStatus.Fail, Cause = "unverifiable-signature" } : verdict;
    }

    private static AppraisalVerdict WithoutXattr(AppraisalRequest request)
    {
        if (request.ImaXattr.Errno is not Errno.None and not Errno.ENODATA)
        {
            return new AppraisalVerdict(AppraisalStatus.Unknown, "unknown", request.IsSigned);
        }

        var needsSignature = (request.Options & RuleOptions.Digsig) != 0;
        if (request.IsNew && (!needsSignature || request.File.Size == 0))
        {
            return new AppraisalVerdict(AppraisalStatus.Pass, string.Empty, request.IsSigned);
        }

        var cause = !needsSignature ? "missing-hash" : (request.Options & RuleOptions.Verity) != 0 ? "verity-signature-required" : "IMA-signature-required";
        return new AppraisalVerdict(AppraisalStatus.NoLabel, cause, request.IsSigned);
    }

    private (AppraisalVerdict Verdict, Errno Errno) WithXattr(AppraisalRequest request, ReadOnlyMemory<byte> value, EvmStatus evm)
    {
        switch ((ImaXattrType)value.Span[0])
        {
            case ImaXattrType.Digest or ImaXattrType.DigestNg:
                return (WithDigest(request, value.Span, evm), Errno.None);
            case ImaXattrType.Signature:
                return WithSignature(request, value.Span);
            case ImaXattrType.VeritySignature:
                return (WithVeritySignature(request, value.Span), Errno.None);
            default:
                return (new AppraisalVerdict(AppraisalStatus.Unknown, "unknown-ima-data", request.IsSigned), Errno.None);
        }
    }

    private static AppraisalVerdict WithDigest(AppraisalRequest request, ReadOnlySpan<byte> value, EvmStatus evm)
    {
        // A good portable EVM signature also vouches for the digest.
        var isSigned = evm == EvmStatus.PassImmutable;
        if (!isSigned && (request.Options & RuleOptions.Digsig) != 0)
        {
            var cause = (request.Options & RuleOptions.Verity) != 0 ? "verity-signature-required" : "IMA-signature-required";
            return new AppraisalVerdict(AppraisalStatus.Fail, cause, request.IsSigned);
        }

        return ImaXattrRules.DigestMatches(value, request.Digest)
            ? new AppraisalVerdict(AppraisalStatus.Pass, string.Empty, isSigned)
            : new AppraisalVerdict(AppraisalStatus.Fail, "invalid-hash", isSigned);
    }

    private (AppraisalVerdict Verdict, Errno Errno) WithSignature(AppraisalRequest request, ReadOnlySpan<byte> value)
    {
        // A verity digest was collected: only a signature of type 06 is over it, or from 7.1 one that is not asked to be.
        var v3ForFiles = kernel.Has(KernelFeature.Sigv3ForFiles);
        if ((request.Options & RuleOptions.Verity) != 0 && (request.Options & RuleOptions.Digsig) != 0 && (!v3ForFiles || (request.Options & RuleOptions.Sigv3) != 0))
        {
            return (new AppraisalVerdict(AppraisalStatus.Fail, "verity-signature-required", true), Errno.None);
        }

        if ((request.Options & RuleOptions.Sigv3) != 0 && (value.Length < 2 || value[1] != 3))
        {
            return (new AppraisalVerdict(AppraisalStatus.Fail, "IMA-sigv3-required", true), Errno.None);
        }

        var verdict = verifier.Verify(value, request.Digest);
        return verdict.Status switch
        {
            SignatureStatus.Good => (new AppraisalVerdict(AppraisalStatus.Pass, string.Empty, true), Errno.None),
            SignatureStatus.WrongVersion => (new AppraisalVerdict(AppraisalStatus.Fail, "invalid-signature-version", true), Errno.None),
            SignatureStatus.UnsupportedVersion => (new AppraisalVerdict(AppraisalStatus.Unknown, "unknown", true), Errno.None),
            _ => (new AppraisalVerdict(AppraisalStatus.Fail, "invalid-signature", true), verdict.Errno),
        };
    }

    private AppraisalVerdict WithVeritySignature(AppraisalRequest request, ReadOnlySpan<byte> value)
    {
        if ((request.Options & (RuleOptions.Digsig | RuleOptions.Verity)) == RuleOptions.Digsig)
        {
            return new AppraisalVerdict(AppraisalStatus.Fail, "IMA-signature-required", true);
        }

        if (value.Length < 2 || value[1] != 3)
        {
            return new AppraisalVerdict(AppraisalStatus.Fail, "invalid-signature-version", true);
        }

        return verifier.Verify(value, request.Digest).IsGood && (request.Options & RuleOptions.Verity) != 0
            ? new AppraisalVerdict(AppraisalStatus.Pass, string.Empty, true)
            : new AppraisalVerdict(AppraisalStatus.Fail, "invalid-verity-signature", true);
    }

    private AppraisalVerdict WithModSig(AppraisalRequest request, ModSig modSig, bool isSigned)
    {
        // The content is in memory, so that with keys there is nothing to leave out.
        var good = depth == SignatureDepth.Form || (request.File.Content() is { } content
            && modSigVerifier.Verify(modSig, algo => KernelHash.Compute(algo, content.Span[..modSig.ContentLength])).IsGood);
        return good ? new AppraisalVerdict(AppraisalStatus.Pass, string.Empty, isSigned) : new AppraisalVerdict(AppraisalStatus.Fail, "invalid-signature", isSigned);
    }
}
