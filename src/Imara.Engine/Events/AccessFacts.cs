using Imara.Engine.Files;
using Imara.Evaluation;

namespace Imara.Engine.Events;

/// <summary>What an access and each of its questions say alike.</summary>
public abstract record AccessFacts
{
    /// <summary>The file.</summary>
    public required IFileView File { get; init; }

    /// <summary>Who makes the access; in a question the credentials that conditions look at.</summary>
    public required Credentials Creds { get; init; }

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
}
