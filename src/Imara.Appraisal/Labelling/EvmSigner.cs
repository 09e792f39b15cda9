using Imara.Signatures;

namespace Imara.Appraisal.Labelling;

/// <summary>Makes values of security.evm.</summary>
/// <remarks>docs/reference/appraisal.md 4.2.</remarks>
internal sealed class EvmSigner(SignPlan plan)
{
    /// <summary>The cause where inode numbers mean nothing.</summary>
    public const string NoGeneration = "no-inode-generation";

    /// <summary>The cause where the file system has no UUID that could be covered.</summary>
    public const string NoUuid = "no-filesystem-uuid";

    /// <summary>Signs the metadata.</summary>
    /// <param name="file">The file.</param>
    /// <param name="ima">The value that security.ima has or is about to get; null: none.</param>
    /// <returns>The value, null if the one that is there is right already; or why there is none.</returns>
    public (byte[]? Value, FileOutcome? Failure) Sign(ILabelledFile file, byte[]? ima)
    {
        var failed = Errno.None;
        ReadOnlyMemory<byte>? ValueOf(string name)
        {
            if (name == ProtectedXattrs.Ima)
            {
                return ima is null ? default(ReadOnlyMemory<byte>?) : ima;
            }

            var read = file.Xattr(name);
            if (read.Errno is not Errno.None and not Errno.ENODATA and not Errno.EOPNOTSUPP)
            {
                failed = read.Errno;
            }

            return read.Errno == Errno.None ? read.Value : default(ReadOnlyMemory<byte>?);
        }

        byte[] input;
        if (plan.Evm == EvmLabel.Portable)
        {
            input = EvmDigest.PortableInput(plan.Protected, ValueOf, new EvmMetadata(0, 0, file.Uid, file.Gid, file.Mode))!;
        }
        else
        {
            if (file.Generation() is not { } generation)
            {
                return (null, new FileOutcome(FileStatusWord.Failed, NoGeneration));
            }

            var uuid = new byte[16];
            file.Facts.FsUuid.CopyTo(uuid);
            if (plan.FsUuid is { } given)
            {
                uuid = given.ToArray();
            }
            else if (!uuid.ContainsAnyExcept((byte)0))
            {
                return (null, new FileOutcome(FileStatusWord.Failed, NoUuid));
            }

            input = EvmDigest.BoundInput(plan.Protected, ValueOf, new EvmMetadata(file.Key.Inode, generation, file.Uid, file.Gid, file.Mode), uuid);
        }

        if (failed != Errno.None)
        {
            return (null, new FileOutcome(FileStatusWord.Unreadable, string.Empty, failed));
        }

        var current = file.Xattr(ProtectedXattrs.Evm);
        if (plan.Evm == EvmLabel.Hmac)
        {
            byte[] hmac = [(byte)ImaXattrType.EvmHmac, .. EvmDigest.ComputeHmac(plan.HmacKey.Span, input)];
            return (!plan.Force && current.Value.Span.SequenceEqual(hmac) ? null : hmac, null);
        }

        var type = plan.Evm == EvmLabel.Portable ? ImaXattrType.EvmPortableSignature : ImaXattrType.Signature;
        var digest = EvmDigest.Compute(plan.Algo, input);
        if (!plan.Force && plan.Maker!.IsRight(current.Value.Span, type, digest))
        {
            return (null, null);
        }

        return plan.Maker!.TrySign(type, digest, out var value, out var reason) ? (value, null) : (null, new FileOutcome(FileStatusWord.Failed, reason));
    }
}
