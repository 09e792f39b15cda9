using Imara.Appraisal.Simulating;
using Imara.Engine;
using Imara.Engine.Events;
using Imara.Signatures;

namespace Imara.Appraisal.Labelling;

/// <summary>Asks whether the kernel would let files pass.</summary>
/// <param name="kernel">The kernel; in enforce mode.</param>
/// <param name="appraised">Which appraisals files meet.</param>
/// <param name="hasKeys">False: there is no key to verify signatures with, so that a well-formed one remains unchecked.</param>
/// <remarks>docs/reference/appraisal.md 5.</remarks>
public sealed class VerifyAction(FirstAccess kernel, AppraisedAs appraised, bool hasKeys) : FileAction
{
    /// <summary>The cause of a file that no rule appraises.</summary>
    public const string NotAppraised = "not-appraised";

    /// <summary>The cause of a signature for which there is no key.</summary>
    public const string NoKey = "no-key-given";

    /// <inheritdoc/>
    public override FileOutcome Act(ILabelledFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var accesses = appraised.Accesses(file, writes: false);
        if (accesses.Count == 0)
        {
            return new FileOutcome(FileStatusWord.Skipped, NotAppraised);
        }

        var read = file.Xattr(ProtectedXattrs.Ima);
        if (read.Errno is not Errno.None and not Errno.ENODATA and not Errno.EOPNOTSUPP)
        {
            return new FileOutcome(FileStatusWord.Unreadable, string.Empty, read.Errno);
        }

        foreach (var access in accesses)
        {
            var result = kernel.Check(EventOf(access, file), access.Decision);
            if (file.Failure != Errno.None)
            {
                return new FileOutcome(FileStatusWord.Unreadable, string.Empty, file.Failure);
            }

            if (result.Errno != Errno.None)
            {
                return new FileOutcome(FileStatusWord.Bad, CauseOf(result, read.Errno));
            }
        }

        return !hasKeys && LabelKinds.IsSignature(read.Value.Span) ? new FileOutcome(FileStatusWord.Unchecked, NoKey) : new FileOutcome(FileStatusWord.Good);
    }

    private static AccessEvent EventOf(PlannedAccess access, ILabelledFile file) => new()
    {
        Func = access.Question.Func,
        Mask = access.Question.Mask,
        File = file,
        Creds = access.Question.Creds,
        IsBuffered = access.Question.IsBuffered,
    };

    private static string CauseOf(AccessResult result, Errno xattr)
    {
        foreach (var record in result.Audit)
        {
            if (record.Cause.Length > 0)
            {
                return record.Cause;
            }
        }

        return xattr == Errno.EOPNOTSUPP ? AccessJudge.NoXattrs : AccessJudge.SignedFile;
    }
}
