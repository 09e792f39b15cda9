using Imara.Hashing;
using Imara.Signatures;

namespace Imara.Appraisal.Labelling;

/// <summary>Signs files: security.ima, security.evm, or both, in this order, because EVM covers security.ima.</summary>
/// <param name="plan">What is written.</param>
/// <remarks>docs/reference/appraisal.md 2 to 4.</remarks>
public sealed class SignAction(SignPlan plan) : FileAction
{
    /// <summary>The cause where EVM has nothing to rely on.</summary>
    public const string NoIma = "no-security.ima";

    private readonly EvmSigner evm = new(plan);

    /// <inheritdoc/>
    public override FileOutcome Act(ILabelledFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var read = file.Xattr(ProtectedXattrs.Ima);
        if (read.Errno is not Errno.None and not Errno.ENODATA)
        {
            return new FileOutcome(FileStatusWord.Failed, string.Empty, read.Errno);
        }

        var current = read.Errno == Errno.None ? read.Value : default;
        var (ima, failure) = plan.Ima switch
        {
            ImaLabel.Signature => Signature(file, current),
            ImaLabel.VeritySignature => VeritySignature(file, current),
            ImaLabel.Digest => Digest(file),
            _ => (current.IsEmpty ? null : current.ToArray(), default(FileOutcome?)),
        };
        if (failure is { } outcome)
        {
            return outcome;
        }

        var isNewIma = plan.Ima != ImaLabel.Keep && (plan.Force || !current.Span.SequenceEqual(ima));
        var changeIma = isNewIma ? new XattrChange(ProtectedXattrs.Ima, ima) : default;
        if (plan.Evm == EvmLabel.None)
        {
            return isNewIma ? new FileOutcome(FileStatusWord.Written) { First = changeIma } : new FileOutcome(FileStatusWord.Unchanged);
        }

        if (ima is null && plan.Evm == EvmLabel.Portable)
        {
            return new FileOutcome(FileStatusWord.Failed, NoIma);
        }

        var (value, otherwise) = evm.Sign(file, ima);
        if (otherwise is not null)
        {
            return otherwise.Value;
        }

        var changeEvm = value is null ? default : new XattrChange(ProtectedXattrs.Evm, value);
        return !isNewIma && value is null
            ? new FileOutcome(FileStatusWord.Unchanged)
            : new FileOutcome(FileStatusWord.Written) { First = isNewIma ? changeIma : changeEvm, Second = isNewIma ? changeEvm : default };
    }

    private (byte[]? Value, FileOutcome? Failure) Signature(ILabelledFile file, ReadOnlyMemory<byte> current)
    {
        if (file.Hash(plan.Algo) is not { } digest)
        {
            return (null, FileOutcome.Unreadable);
        }

        if (plan.Version1 is { } version1)
        {
            var (value, reason) = version1(digest);
            return (value, value is null ? new FileOutcome(FileStatusWord.Failed, reason) : null);
        }

        return Made(ImaXattrType.Signature, digest, current.Span);
    }

    private (byte[]? Value, FileOutcome? Failure) VeritySignature(ILabelledFile file, ReadOnlyMemory<byte> current)
    {
        var digest = file.Verity() ?? file.ComputeVerity(plan.VerityAlgo, plan.VerityBlockSize, plan.VeritySalt.Span);
        return digest is null ? (null, FileOutcome.Unreadable) : Made(ImaXattrType.VeritySignature, digest, current.Span);
    }

    private (byte[]? Value, FileOutcome? Failure) Digest(ILabelledFile file) =>
        file.Hash(plan.Algo) is { } digest ? (ImaXattrWriter.Write(digest), null) : (null, FileOutcome.Unreadable);

    private (byte[]? Value, FileOutcome? Failure) Made(ImaXattrType type, Digest digest, ReadOnlySpan<byte> current)
    {
        var maker = plan.Maker!;
        if (!plan.Force && maker.IsRight(current, type, digest))
        {
            return (current.ToArray(), null);
        }

        return maker.TrySign(type, digest, out var value, out var reason) ? (value, null) : (null, new FileOutcome(FileStatusWord.Failed, reason));
    }
}
