namespace Imara.Signatures.Keys;

/// <summary>How a private key is written in DER.</summary>
internal enum PrivateKeyForm
{
    /// <summary>Something else.</summary>
    None,

    /// <summary>PrivateKeyInfo (RFC 5958).</summary>
    Pkcs8,

    /// <summary>EncryptedPrivateKeyInfo (RFC 5958).</summary>
    EncryptedPkcs8,

    /// <summary>RSAPrivateKey (RFC 8017 A.1.2).</summary>
    Pkcs1,

    /// <summary>ECPrivateKey (RFC 5915).</summary>
    Sec1,

    /// <summary>PFX (RFC 7292).</summary>
    Pkcs12,

    /// <summary>A certificate (RFC 5280).</summary>
    Certificate,

    /// <summary>SubjectPublicKeyInfo (RFC 5280).</summary>
    PublicKey,
}
