using System.Collections.Immutable;
using Imara.Engine.Files;
using Imara.Evaluation;
using Imara.Evaluation.Hooks;

namespace Imara.Engine.Events;

/// <summary>What somebody does with a file; it asks one question or several.</summary>
/// <remarks>docs/reference/policy.md 4.1.</remarks>
public sealed record Access
{
    /// <summary>The questions, in the kernel's order; see <see cref="HookTable"/>. None where the engine is told of something and not asked.</summary>
    public ImmutableArray<HookQuestion> Questions { get; init; } = [];

    /// <summary>The file.</summary>
    public required IFileView File { get; init; }

    /// <summary>Who makes the access.</summary>
    public required Credentials Creds { get; init; }

    /// <summary>What an executed program begins with; null where none is executed.</summary>
    public Credentials? Program { get; init; }

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

    /// <summary>One of the questions.</summary>
    /// <param name="question">Which.</param>
    public AccessEvent Ask(HookQuestion question)
    {
        var program = Program ?? Creds;
        return new AccessEvent
        {
            Func = question.Func,
            Mask = question.Mask,
            File = File,
            Creds = question.CredsOf(Creds, program),
            TaskCreds = question.TaskOf(Creds, program),
            Subject = Subject,
            IsOpenForWrite = IsOpenForWrite,
            IsDirect = IsDirect,
            IsAccessMode3 = IsAccessMode3,
            IsCreated = IsCreated,
            IsBuffered = IsBuffered,
        };
    }
}
