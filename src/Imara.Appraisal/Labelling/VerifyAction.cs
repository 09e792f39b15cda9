using Imara.Appraisal.Simulating;
using Imara.Engine;
using Imara.Engine.Events;
using Imara.Policy.Rules;
using Imara.Signatures;

namespace Imara.Appraisal.Labelling;

/// <summary>Asks whether the kernel would let files pass.</summary>
/// <param name="kernel">The kernel; in enforce mode.</param>
/// <param name="appraised">Which appraisals files meet.</param>
/// <param name="hasKeys">False: there is no key to verify signatures with, so that a well-formed one remains unchecked.</param>
/// <param name="signers">Tells which key a signature names; null: nobody asks.</param>
/// <remarks>docs/reference/appraisal.md 5.</remarks>
public sealed class VerifyAction(FirstAccess kernel, AppraisedAs appraised, bool hasKeys, SignerSearch? signers = null) : FileAction
{
    /// <summary>The cause of a file that no rule appraises.</summary>
    public const string NotAppraised = "not-appraised";

    /// <summary>The cause of a signature for which there is no key.</summary>
    public const string NoKey = "no-key-given";

    /// <summary>
    /// True: a file that is appraised only when it is opened for writing counts, too. It is not asked whether one that is also read may be written: a signed one never may.
    /// </summary>
    public bool CountsWrites { get; init; }

    /// <inheritdoc/>
    public override FileOutcome Act(ILabelledFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var accesses = appraised.Accesses(file, writes: false);
        if (accesses.Count == 0 && CountsWrites)
        {
            accesses = appraised.Accesses(file, writes: true);
        }

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
                var cause = CauseOf(result, read.Errno);
                return new FileOutcome(FileStatusWord.Bad, cause) { Signer = signers?.Find(file, cause, TakesAppended(accesses) ? AppendedTo(file) : null) };
            }
        }

        if (hasKeys)
        {
            return new FileOutcome(FileStatusWord.Good);
        }

        // Without a key the form of a signature was looked at, and no more. An appended one counts whatever the label is.
        var appended = TakesAppended(accesses) ? AppendedTo(file) : null;
        if (file.Failure != Errno.None)
        {
            return new FileOutcome(FileStatusWord.Unreadable, string.Empty, file.Failure);
        }

        return appended is null && !LabelKinds.IsSignature(read.Value.Span)
            ? new FileOutcome(FileStatusWord.Good)
            : new FileOutcome(FileStatusWord.Unchecked, NoKey) { Signer = signers?.Find(file, NoKey, appended) };
    }

    private static bool TakesAppended(IReadOnlyList<PlannedAccess> accesses) =>
        accesses.Any(access => access.Question.IsBuffered && (access.Decision.Options & RuleOptions.Modsig) != 0);

    private static ModSig? AppendedTo(ILabelledFile file) =>
        file.Content() is { } content && ModSig.Find(content, out var found, out _) == Errno.None ? found : null;

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
