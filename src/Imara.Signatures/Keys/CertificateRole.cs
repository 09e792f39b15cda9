namespace Imara.Signatures.Keys;

/// <summary>What a certificate is for.</summary>
public enum CertificateRole
{
    /// <summary>Signs files: keyUsage digitalSignature, no CA. The only kind that <c>.ima</c> and <c>.evm</c> take.</summary>
    Leaf,

    /// <summary>Signs certificates: a CA with keyCertSign.</summary>
    Authority,
}
