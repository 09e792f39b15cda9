using System.Diagnostics.CodeAnalysis;
using Imara.Evaluation;
using Imara.Evaluation.Hooks;
using Imara.Policy.Rules;

namespace Imara.Engine.Events;

/// <summary>One question of the kernel about a file.</summary>
/// <remarks>docs/reference/policy.md 4.1.</remarks>
public sealed record AccessEvent : AccessFacts
{
    /// <summary>A question that is written out.</summary>
    public AccessEvent()
    {
    }

    /// <summary>One of the questions of an access.</summary>
    [SetsRequiredMembers]
    internal AccessEvent(Access access, HookQuestion question, in Credentials program)
        : base(access)
    {
        (Func, Mask) = (question.Func, question.Mask);
        Creds = question.CredsOf(access.Creds, program);
        TaskCreds = question.TaskOf(access.Creds, program);
    }

    /// <summary>The func.</summary>
    public required PolicyFunc Func { get; init; }

    /// <summary>The mask.</summary>
    public required AccessMask Mask { get; init; }

    /// <summary>Credentials of the current task; they decide how euid and egid compare. Null: <see cref="AccessFacts.Creds"/>.</summary>
    public Credentials? TaskCreds { get; init; }

    /// <summary>The event as the policy sees it.</summary>
    public PolicyEvent ToPolicyEvent()
    {
        var task = TaskCreds ?? Creds;
        return new PolicyEvent
        {
            Func = Func,
            Mask = Mask,
            Creds = Creds,
            TaskCanSetUid = task.CanSetUid,
            TaskCanSetGid = task.CanSetGid,
            Subject = Subject,
            File = File.Facts,
        };
    }
}
