using Imara.Policy.Rules;

namespace Imara.Evaluation;

/// <summary>One question to the policy: an access and the facts rules may ask about it.</summary>
/// <remarks>docs/reference/policy.md 4.1.</remarks>
public readonly struct PolicyEvent
{
    /// <summary>The func.</summary>
    public required PolicyFunc Func { get; init; }

    /// <summary>The mask; none for buffers.</summary>
    public AccessMask Mask { get; init; }

    /// <summary>The credentials that uid, euid, gid and egid look at.</summary>
    public Credentials Creds { get; init; }

    /// <summary>True if the current task has CAP_SETUID; it decides how euid compares, even where <see cref="Creds"/> are those of a program to come.</summary>
    public bool TaskCanSetUid { get; init; }

    /// <summary>True if the current task has CAP_SETGID; it decides how egid compares.</summary>
    public bool TaskCanSetGid { get; init; }

    /// <summary>Label of the subject for subj_* conditions; empty: none.</summary>
    public ByteString Subject { get; init; }

    /// <summary>The file; null for events without one.</summary>
    public FileFacts? File { get; init; }

    /// <summary>KEY_CHECK: the name of the keyring. CRITICAL_DATA: the label of the data.</summary>
    public ByteString Data { get; init; }
}
