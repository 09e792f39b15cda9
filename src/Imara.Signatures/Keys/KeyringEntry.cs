namespace Imara.Signatures.Keys;

/// <summary>A key in a keyring and what it is found by.</summary>
public sealed class KeyringEntry
{
    // Serial number and issuer, as the kernel joins them.
    private readonly ReadOnlyMemory<byte> id;

    internal KeyringEntry(PublicKey key, string description, ReadOnlyMemory<byte> skid, X509Key? certificate)
    {
        Key = key;
        Description = description;
        Skid = skid;
        Certificate = certificate;
        id = certificate is null ? default : (byte[])[.. certificate.Serial.Span, .. certificate.Issuer.Span];
    }

    /// <summary>The key.</summary>
    public PublicKey Key { get; }

    /// <summary>The name of the key, unique in a keyring.</summary>
    public string Description { get; }

    /// <summary>The subject key identifier; empty if there is none.</summary>
    public ReadOnlyMemory<byte> Skid { get; }

    /// <summary>The certificate that brought the key; null for a bare key.</summary>
    public X509Key? Certificate { get; }

    /// <summary>The keyid that signatures name the key by: the end of <see cref="Skid"/>; without one the end of serial number with issuer. Null if there is neither.</summary>
    public uint? KeyId => KeyIds.Of(Skid) ?? KeyIds.Of(id);

    // The kernel compares the end of either identifier of the key: serial number with issuer, or SKID.
    internal bool HasKeyId(uint keyid) => KeyIds.Of(Skid) == keyid || KeyIds.Of(id) == keyid;

    internal bool HasSkid(ReadOnlySpan<byte> skid) => !skid.IsEmpty && Skid.Span.SequenceEqual(skid);

    internal bool HasIssuerAndSerial(ReadOnlySpan<byte> issuer, ReadOnlySpan<byte> serial) =>
        Certificate is { } c && c.Issuer.Span.SequenceEqual(issuer) && c.Serial.Span.SequenceEqual(serial);
}
