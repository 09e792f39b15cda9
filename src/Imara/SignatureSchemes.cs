namespace Imara;

/// <summary>The ways to sign that a kernel may know, by what its crypto layer is built with.</summary>
/// <remarks>docs/reference/appraisal.md 2, Primitive.</remarks>
[Flags]
public enum SignatureSchemes
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>RSA with PKCS#1 v1.5 padding: <c>CONFIG_CRYPTO_RSA</c>.</summary>
    Rsa = 1,

    /// <summary>ECDSA over P-192: <c>CONFIG_CRYPTO_ECDSA</c>.</summary>
    EcdsaP192 = 1 << 1,

    /// <summary>ECDSA over P-256.</summary>
    EcdsaP256 = 1 << 2,

    /// <summary>ECDSA over P-384.</summary>
    EcdsaP384 = 1 << 3,

    /// <summary>ECDSA over P-521, from 6.10.</summary>
    EcdsaP521 = 1 << 4,

    /// <summary>GOST R 34.10: <c>CONFIG_CRYPTO_ECRDSA</c>.</summary>
    Ecrdsa = 1 << 5,

    /// <summary>SM2, before 6.12: <c>CONFIG_CRYPTO_SM2</c>.</summary>
    Sm2 = 1 << 6,

    /// <summary>ML-DSA 44, 65 and 87, from 7.2: <c>CONFIG_CRYPTO_MLDSA</c>.</summary>
    MlDsa = 1 << 7,

    /// <summary>ECDSA over every curve.</summary>
    Ecdsa = EcdsaP192 | EcdsaP256 | EcdsaP384 | EcdsaP521,

    /// <summary>All.</summary>
    All = Rsa | Ecdsa | Ecrdsa | Sm2 | MlDsa,
}
