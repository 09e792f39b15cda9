using Imara.Engine;
using Imara.Engine.Boot;
using Imara.Engine.Events;
using Imara.Policy.CommandLine;
using Imara.Policy.Rules;
using Imara.Signatures;
using Imara.Signatures.Keys;

namespace Imara.Appraisal.Simulating;

/// <summary>Lets the engine judge accesses, and tells what an answer without content or keys is worth. For one thread.</summary>
internal sealed class AccessJudge(EngineSetup setup, Keyring? keys, bool readsContent, bool fixes)
{
    /// <summary>The cause where the file system has no extended attributes; the kernel writes no record.</summary>
    public const string NoXattrs = "(no-xattr-support)";

    /// <summary>The cause where a file with a signature is opened for writing; the kernel writes no record.</summary>
    public const string SignedFile = "(signed-file)";

    // Signatures over content that is not read are looked at up to their key.
    private readonly FirstAccess enforcing = new(
        setup with { Boot = setup.Boot with { Appraise = AppraiseBits.Enforce } },
        keys ?? new Keyring(),
        keys is null ? SignatureDepth.Form : readsContent ? SignatureDepth.Full : SignatureDepth.Key);

    private readonly FirstAccess? fixing = fixes
        ? new FirstAccess(setup with { Boot = setup.Boot with { Appraise = AppraiseBits.Fix } }, keys ?? new Keyring(), SignatureDepth.Form)
        : null;

    /// <summary>The verdict on the accesses of a group.</summary>
    public AccessVerdict Judge(JudgeGroup group, SimulatedFile file)
    {
        var read = file.ImaXattr;
        if (read.Errno is not Errno.None and not Errno.ENODATA and not Errno.EOPNOTSUPP)
        {
            return new AccessVerdict(VerdictKind.Unreadable);
        }

        // Without a label nothing else about the file counts, unless the content itself may hold a signature.
        var dependsOnContent = (group.First.Decision.Options & (RuleOptions.Verity | RuleOptions.Modsig)) != 0;
        if (!dependsOnContent && (read.Errno == Errno.ENODATA || (read.Errno == Errno.None && read.Value.IsEmpty)))
        {
            return group.WithoutLabel ??= Ask(group, file);
        }

        if (!dependsOnContent && read.Errno == Errno.EOPNOTSUPP)
        {
            return group.WithoutXattrs ??= Ask(group, file);
        }

        return Ask(group, file);
    }

    private AccessVerdict Ask(JudgeGroup group, SimulatedFile file)
    {
        var first = group.First;
        var access = new AccessEvent
        {
            Func = first.Question.Func,
            Mask = first.Question.Mask,
            File = file,
            Creds = first.Question.Creds,
            IsOpenForWrite = (first.Question.Mask & AccessMask.Write) != 0,
            IsBuffered = first.Question.IsBuffered,
        };
        var result = enforcing.Check(access, first.Decision);
        if (file.Failure != Errno.None)
        {
            return new AccessVerdict(VerdictKind.Unreadable);
        }

        if (result.Errno == Errno.None)
        {
            return new AccessVerdict(Passed(first, file));
        }

        var isFixed = fixing is not null && !fixing.Check(access, first.Decision).Writes.IsEmpty;
        return new AccessVerdict(VerdictKind.Failing, CauseOf(result, file), isFixed);
    }

    private VerdictKind Passed(PlannedAccess access, SimulatedFile file)
    {
        var label = file.ImaXattr.Value.Span;
        var isSignature = !label.IsEmpty && (ImaXattrType)label[0] is ImaXattrType.Signature or ImaXattrType.VeritySignature;
        if (isSignature)
        {
            return keys is null || file.IsAssumed ? VerdictKind.SignatureUnchecked : VerdictKind.Good;
        }

        // An appended signature may have passed in its place.
        if (keys is null && (access.Decision.Options & RuleOptions.Modsig) != 0 && access.Question.IsBuffered)
        {
            return VerdictKind.SignatureUnchecked;
        }

        return file.IsAssumed ? VerdictKind.ContentUnchecked : VerdictKind.Good;
    }

    private static string CauseOf(AccessResult result, SimulatedFile file)
    {
        foreach (var record in result.Audit)
        {
            if (record.Cause.Length > 0)
            {
                return record.Cause;
            }
        }

        return file.ImaXattr.Errno == Errno.EOPNOTSUPP ? NoXattrs : SignedFile;
    }
}
