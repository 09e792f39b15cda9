using Imara.Evaluation;
using Imara.Policy.Rules;

namespace Imara.Appraisal.Simulating;

/// <summary>One question that an access puts to IMA.</summary>
/// <param name="Subject">Index of who accesses.</param>
/// <param name="Kind">What he does.</param>
/// <param name="Func">The func.</param>
/// <param name="Mask">The mask.</param>
/// <param name="Creds">The credentials the conditions look at.</param>
/// <param name="IsBuffered">The kernel has the whole content in memory.</param>
internal readonly record struct AccessQuestion(int Subject, AccessKind Kind, PolicyFunc Func, AccessMask Mask, Credentials Creds, bool IsBuffered = false)
{
    /// <summary>The credentials of the task at that time; they decide how euid and egid compare.</summary>
    public Credentials Task { get; init; } = Creds;

    /// <summary>The question as the policy sees it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="label">Label of who accesses.</param>
    public PolicyEvent ToPolicyEvent(FileFacts file, ByteString label) => new()
    {
        Func = Func,
        Mask = Mask,
        Creds = Creds,
        TaskCanSetUid = Task.CanSetUid,
        TaskCanSetGid = Task.CanSetGid,
        Subject = label,
        File = file,
    };
}
