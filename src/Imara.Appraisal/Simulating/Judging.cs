using Imara.Engine.Files;

namespace Imara.Appraisal.Simulating;

/// <summary>Judges every access to one file and counts what comes out. For one thread.</summary>
internal sealed class Judging(SimulationParts parts, AccessJudge judge, int first)
{
    private AccessVerdict?[] verdicts = [];

    /// <summary>Judges the file that the parts hold.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="mount">Its mount.</param>
    public void Judge(ReadOnlySpan<byte> path, AccessPlan plan, MountFacts mount)
    {
        var tally = parts.Tally;
        tally.NextFile();
        if (parts.File.ImaXattr.Errno == Errno.EOPNOTSUPP)
        {
            tally.WithoutXattrs[mount.FileSystem.Name] = tally.WithoutXattrs.GetValueOrDefault(mount.FileSystem.Name) + 1;
        }

        Prepare(plan);
        PlannedAccess? worst = null;
        var cause = string.Empty;
        var failing = 0;
        var failed = default(AccessQuestion?);
        var kinds = 0;
        var isFixed = false;
        foreach (var access in plan.Accesses)
        {
            // An access ends at its first question that is answered by no.
            var question = access.Question;
            if (access.Group < 0 || (failed is { } before && before.Subject == question.Subject && before.Kind == question.Kind))
            {
                continue;
            }

            var verdict = verdicts[access.Group] ??= judge.Judge(plan.Groups[access.Group], parts.File);
            kinds |= 1 << (int)verdict.Kind;
            if (verdict.Kind != VerdictKind.Failing)
            {
                continue;
            }

            failed = question;
            failing++;
            isFixed |= verdict.IsFixed;
            tally.CountFailure(access.Decision.AppraiseRule, verdict.Cause, path);
            parts.Hear.Fails(new Failing
            {
                Path = path,
                Subject = parts.Subjects[question.Subject],
                Kind = question.Kind,
                Func = question.Func,
                Cause = verdict.Cause,
                Rule = access.Decision.AppraiseRule,
            });
            if (worst is null)
            {
                worst = access;
                cause = verdict.Cause;
            }
        }

        Count(path, kinds, failing, isFixed);
        if (worst is not null && tally.IsAmongFirst(path, first))
        {
            var question = worst.Question;
            tally.Keep(
                new FailingFile(new ByteString(path), parts.Subjects[question.Subject], question.Kind, question.Func, cause, worst.Decision.AppraiseRule, failing), first);
        }
    }

    private void Prepare(AccessPlan plan)
    {
        if (verdicts.Length < plan.Groups.Length)
        {
            verdicts = new AccessVerdict?[plan.Groups.Length];
        }

        verdicts.AsSpan(0, plan.Groups.Length).Clear();
    }

    private void Count(ReadOnlySpan<byte> path, int kinds, int failing, bool isFixed)
    {
        var tally = parts.Tally;
        tally.FailingFiles += failing > 0 ? 1 : 0;
        tally.FailingAccesses += failing;
        tally.FixedFiles += isFixed ? 1 : 0;
        tally.UncheckedContents += Has(VerdictKind.ContentUnchecked) ? 1 : 0;
        tally.UncheckedSignatures += Has(VerdictKind.SignatureUnchecked) ? 1 : 0;
        if (!Has(VerdictKind.Unreadable))
        {
            return;
        }

        XattrRead read = parts.File.ImaXattr;
        var error = parts.File.Failure != Errno.None ? parts.File.Failure : read.Errno;
        if (error is Errno.ENOENT or Errno.ESTALE)
        {
            tally.Vanished++;
            parts.Hear.Skipped(path, Linux.Trees.TreeFailure.Vanished, error);
        }
        else
        {
            tally.Unreadable++;
            parts.Hear.Unreadable(path, error);
        }

        bool Has(VerdictKind kind) => (kinds & (1 << (int)kind)) != 0;
    }
}
