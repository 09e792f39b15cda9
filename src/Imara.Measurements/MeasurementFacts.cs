using System.Collections.Immutable;

namespace Imara.Measurements;

/// <summary>Everything that a template field may be made of. A field whose fact is missing becomes empty.</summary>
/// <remarks>docs/reference/measurement-list.md 4.1.</remarks>
public sealed record MeasurementFacts
{
    /// <summary>Path or event name, raw bytes without NUL; blanks as they are in the path.</summary>
    public ReadOnlyMemory<byte> Name { get; init; }

    /// <summary>Digest for <c>d-ng</c> and <c>d-ngv2</c>; zero in a violation.</summary>
    public Digest? FileDigest { get; init; }

    /// <summary>True if <see cref="FileDigest"/> is a fs-verity digest.</summary>
    public bool IsVerity { get; init; }

    /// <summary>SHA-1 or MD5 digest for <c>d</c>; missing means 20 zero bytes, as in a violation.</summary>
    public Digest? LegacyDigest { get; init; }

    /// <summary>The whole value of security.ima.</summary>
    public ReadOnlyMemory<byte> ImaXattr { get; init; }

    /// <summary>The whole value of security.evm.</summary>
    public ReadOnlyMemory<byte> EvmXattr { get; init; }

    /// <summary>PKCS#7 DER of the appended signature, without trailer and marker.</summary>
    public ReadOnlyMemory<byte> Modsig { get; init; }

    /// <summary>Digest of the content without its appended signature.</summary>
    public Digest? ModsigDigest { get; init; }

    /// <summary>The measured buffer, or its hash.</summary>
    public ReadOnlyMemory<byte> Buffer { get; init; }

    /// <summary>Owner as the filesystem stores it.</summary>
    public uint? Uid { get; init; }

    /// <summary>Group as the filesystem stores it.</summary>
    public uint? Gid { get; init; }

    /// <summary>The whole st_mode.</summary>
    public ushort? Mode { get; init; }

    /// <summary>EVM-protected extended attributes that are present, in EVM's order.</summary>
    public ImmutableArray<ProtectedXattr> ProtectedXattrs { get; init; } = [];
}
