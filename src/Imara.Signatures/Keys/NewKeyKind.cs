namespace Imara.Signatures.Keys;

/// <summary>The keys that can be made: sizes and curves that every kernel verifies.</summary>
public enum NewKeyKind
{
    /// <summary>RSA, 2048 bits.</summary>
    Rsa2048,

    /// <summary>RSA, 3072 bits.</summary>
    Rsa3072,

    /// <summary>RSA, 4096 bits.</summary>
    Rsa4096,

    /// <summary>ECDSA over P-256.</summary>
    P256,

    /// <summary>ECDSA over P-384.</summary>
    P384,

    /// <summary>ECDSA over P-521.</summary>
    P521,
}
