using Imara.Engine.Files;
using Imara.Hashing;
using Imara.Signatures;

namespace Imara.Appraisal.Labelling;

/// <summary>Repairs what verification refuses: writes the digest that the kernel's fix mode would write, or signs where a signature is asked for and a key is there.</summary>
/// <param name="verify">Tells what is wrong.</param>
/// <param name="appraised">Which appraisals files meet.</param>
/// <param name="imaHash">The algorithm of files without a label that names another (<c>ima_hash=</c>).</param>
/// <param name="v3ForFiles">The kernel knows version 3 for files.</param>
/// <param name="sign">Signs; null without a key.</param>
/// <remarks>docs/reference/appraisal.md 5.2. Unlike the kernel, no signature is replaced by a digest, those over fs-verity included.</remarks>
public sealed class FixAction(VerifyAction verify, AppraisedAs appraised, HashAlgo imaHash, bool v3ForFiles, FileAction? sign = null) : FileAction
{
    /// <inheritdoc/>
    public override FileOutcome Act(ILabelledFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var found = verify.Act(file);
        if (found.Status is FileStatusWord.Good)
        {
            return new FileOutcome(FileStatusWord.Unchanged);
        }

        if (found.Status != FileStatusWord.Bad)
        {
            return found;
        }

        var value = file.Xattr(ProtectedXattrs.Ima).Value.Span;
        if (LabelKinds.IsSignature(value) || appraised.RequirementOf(file) is { NeedsSignature: true })
        {
            return sign?.Act(file) ?? found;
        }

        if (file.Xattr(ProtectedXattrs.Ima).Errno == Errno.EOPNOTSUPP)
        {
            return found;
        }

        var algo = ImaXattrRules.CollectAlgo(value, imaHash, v3ForFiles);
        return file.Hash(algo) is not { } digest
            ? FileOutcome.Unreadable
            : new FileOutcome(FileStatusWord.Written, found.Cause) { First = new XattrChange(ProtectedXattrs.Ima, ImaXattrWriter.Write(digest)) };
    }
}
