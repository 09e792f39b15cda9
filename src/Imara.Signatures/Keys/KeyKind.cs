namespace Imara.Signatures.Keys;

/// <summary>What a public key is.</summary>
public enum KeyKind
{
    /// <summary>RSA, for PKCS#1 v1.5 signatures.</summary>
    Rsa,

    /// <summary>ECDSA over a NIST prime curve, for X9.62 signatures.</summary>
    Ecdsa,
}
