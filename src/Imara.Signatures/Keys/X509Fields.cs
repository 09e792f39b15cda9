namespace Imara.Signatures.Keys;

/// <summary>The parts of a certificate; memory points into its DER.</summary>
internal sealed class X509Fields
{
    public ReadOnlyMemory<byte> Der { get; set; }

    public ReadOnlyMemory<byte> Tbs { get; set; }

    public ReadOnlyMemory<byte> Signature { get; set; }

    /// <summary>Null: an algorithm that is not known.</summary>
    public (bool Rsa, HashAlgo Algo)? SignedWith { get; set; }

    public ReadOnlyMemory<byte> Serial { get; set; }

    public ReadOnlyMemory<byte> Issuer { get; set; }

    public ReadOnlyMemory<byte> Subject { get; set; }

    public PublicKey? PublicKey { get; set; }

    public ReadOnlyMemory<byte> Skid { get; set; }

    /// <summary>AuthorityKeyIdentifier: keyIdentifier.</summary>
    public ReadOnlyMemory<byte> AuthoritySkid { get; set; }

    /// <summary>AuthorityKeyIdentifier: serial number of the issuer's certificate.</summary>
    public ReadOnlyMemory<byte> AuthoritySerial { get; set; }

    /// <summary>AuthorityKeyIdentifier: name of the issuer of the issuer's certificate.</summary>
    public ReadOnlyMemory<byte> AuthorityIssuer { get; set; }

    public KeyUsages Usages { get; set; }

    /// <summary>Null: not a time.</summary>
    public DateTimeOffset? NotBefore { get; set; }

    /// <summary>Null: not a time.</summary>
    public DateTimeOffset? NotAfter { get; set; }

    public bool IsCa { get; set; }
}
