namespace Imara.Distribution.Boots.Systems;

/// <summary>What the files that the policy appraises carry.</summary>
public enum Labels
{
    /// <summary>Digests.</summary>
    Digests,

    /// <summary>Signatures of an RSA key, which every kernel verifies.</summary>
    Rsa2048,

    /// <summary>Signatures of a P-256 key, which Debian's 6.1 cannot verify: it is built without ECDSA.</summary>
    P256,
}
