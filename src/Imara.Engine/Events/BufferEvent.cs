using Imara.Engine.Files;
using Imara.Evaluation;
using Imara.Policy.Rules;

namespace Imara.Engine.Events;

/// <summary>A buffer the kernel offers for measurement: a key, critical data, a command line, a policy line.</summary>
/// <remarks>docs/reference/measurement-list.md 8.</remarks>
public sealed record BufferEvent
{
    /// <summary>KEY_CHECK, CRITICAL_DATA, KEXEC_CMDLINE or POLICY_CHECK.</summary>
    public required PolicyFunc Func { get; init; }

    /// <summary>Name in the entry.</summary>
    public required ByteString Name { get; init; }

    /// <summary>The buffer.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>KEY_CHECK: the keyring. CRITICAL_DATA: the label.</summary>
    public ByteString Label { get; init; }

    /// <summary>Record the hash of the buffer instead of the buffer.</summary>
    public bool IsHashed { get; init; }

    /// <summary>KEXEC_CMDLINE: the kernel image.</summary>
    public IFileView? File { get; init; }

    /// <summary>Credentials of the task.</summary>
    public Credentials Creds { get; init; } = Credentials.Root;

    /// <summary>Label of the subject.</summary>
    public ByteString Subject { get; init; }
}
