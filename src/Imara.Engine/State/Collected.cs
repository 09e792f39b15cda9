using Imara.Signatures;

namespace Imara.Engine.State;

/// <summary>What was found out about the content of a file for one access.</summary>
internal sealed record Collected
{
    /// <summary>The digest; zero bytes of the default hash's length where the content could not be read (O_DIRECT).</summary>
    public required Digest Digest { get; init; }

    /// <summary>True if it is the fs-verity digest.</summary>
    public bool IsVerity { get; init; }

    /// <summary>The value of security.ima as it was read; empty if there is none.</summary>
    public ReadOnlyMemory<byte> ImaXattr { get; init; }

    /// <summary>The appended signature, if a rule allows it and the file has one.</summary>
    public ModSig? ModSig { get; init; }

    /// <summary>The digest of the content without it.</summary>
    public Digest? ModSigDigest { get; init; }
}
