using Imara.Signatures;

namespace Imara.Appraisal.Labelling;

/// <summary>Labels files with the digest of their content. A signature is left alone unless forced: it says more than a digest.</summary>
/// <param name="algo">The algorithm.</param>
/// <param name="force">Also write what is there already, and in place of signatures.</param>
/// <remarks>docs/reference/appraisal.md 1.</remarks>
public sealed class HashAction(HashAlgo algo, bool force = false) : FileAction
{
    /// <summary>The cause where a signature is left alone.</summary>
    public const string Signed = "has-signature";

    /// <inheritdoc/>
    public override FileOutcome Act(ILabelledFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var read = file.Xattr(ProtectedXattrs.Ima);
        if (read.Errno is not Errno.None and not Errno.ENODATA)
        {
            return new FileOutcome(FileStatusWord.Failed, string.Empty, read.Errno);
        }

        if (!force && LabelKinds.IsSignature(read.Value.Span))
        {
            return new FileOutcome(FileStatusWord.Skipped, Signed);
        }

        if (file.Hash(algo) is not { } digest)
        {
            return FileOutcome.Unreadable;
        }

        var value = ImaXattrWriter.Write(digest);
        return !force && read.Value.Span.SequenceEqual(value)
            ? new FileOutcome(FileStatusWord.Unchanged)
            : new FileOutcome(FileStatusWord.Written) { First = new XattrChange(ProtectedXattrs.Ima, value) };
    }
}
