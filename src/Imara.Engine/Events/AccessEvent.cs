using Imara.Engine.Files;
using Imara.Evaluation;
using Imara.Policy.Rules;

namespace Imara.Engine.Events;

/// <summary>One question of the kernel about a file.</summary>
/// <remarks>docs/reference/policy.md 4.1.</remarks>
public sealed record AccessEvent
{
    /// <summary>The func.</summary>
    public required PolicyFunc Func { get; init; }

    /// <summary>The mask.</summary>
    public required AccessMask Mask { get; init; }

    /// <summary>The file.</summary>
    public required IFileView File { get; init; }

    /// <summary>Credentials that conditions look at.</summary>
    public required Credentials Creds { get; init; }

    /// <summary>Credentials of the current task; they decide how euid and egid compare. Null: <see cref="Creds"/>.</summary>
    public Credentials? TaskCreds { get; init; }

    /// <summary>Label of the subject.</summary>
    public ByteString Subject { get; init; }

    /// <summary>The descriptor may write, whatever the mask says.</summary>
    public bool IsOpenForWrite { get; init; }

    /// <summary>The descriptor was opened with O_DIRECT.</summary>
    public bool IsDirect { get; init; }

    /// <summary>The descriptor has access mode 3: it can neither read nor write, and the kernel reads the file through a second, read-write open.</summary>
    public bool IsAccessMode3 { get; init; }

    /// <summary>This open created the file.</summary>
    public bool IsCreated { get; init; }

    /// <summary>The kernel has the whole content in memory: modules, firmware, kexec images, policies.</summary>
    public bool IsBuffered { get; init; }

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
