namespace Imara.Signatures.Keys;

/// <summary>Whether a certificate can serve in <c>.ima</c> and <c>.evm</c>, as far as the certificate itself decides.</summary>
/// <remarks>docs/reference/appraisal.md 2 (keyid) and 7. Whether the kernel trusts who signed it, only the kernel can tell.</remarks>
public static class CertificateFitness
{
    /// <summary>As <see cref="Objections(X509Key)"/>, for a kernel that knows some ways to sign.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="schemes">What the kernel knows.</param>
    public static IReadOnlyList<string> Objections(X509Key certificate, SignatureSchemes schemes)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var objections = Objections(certificate);
        return certificate.PublicKey is { } key && (key.Scheme & schemes) == 0 ? [$"{(key.Kind == KeyKind.Rsa ? "an RSA" : $"a P-{key.Bits}")} key; this kernel is built without what verifies its signatures", .. objections] : objections;
    }

    /// <summary>Why kernels refuse the certificate or never find its key; empty if nothing speaks against it.</summary>
    public static IReadOnlyList<string> Objections(X509Key certificate)
    {
        var found = new List<string>();
        switch (certificate.PublicKey)
        {
            case null:
                found.Add("a kind of key that the kernel's signatures do not have");
                break;
            case RsaKey { HasKernelSize: false } rsa:
                found.Add($"an RSA key of {rsa.Bits} bits; the kernel takes 1024, 1536, 2048, 3072 and 4096");
                break;
        }

        if (certificate.KeyId is null)
        {
            found.Add("no subject key identifier: signatures name keys by it");
        }

        if (certificate.IsCa)
        {
            found.Add("it is a CA");
        }

        if (certificate.IsForCertSign)
        {
            found.Add("keyUsage has keyCertSign");
        }

        if (!certificate.IsForDigitalSignature)
        {
            found.Add("keyUsage lacks digitalSignature");
        }

        return found;
    }
}
