using Imara.Hashing;
using Imara.Signatures.Keys;

namespace Imara.Signatures;

/// <summary>Names of keys of type <c>blacklist</c> in the kernel's <c>.blacklist</c>, which refuses what they name.</summary>
/// <remarks>docs/reference/appraisal.md 7.</remarks>
public static class BlacklistHash
{
    /// <summary>Refuses a file or a kernel image by its digest: <c>bin:</c> and lower-case hex.</summary>
    public static string OfFile(Digest digest) => $"bin:{Convert.ToHexStringLower(digest.Bytes)}";

    /// <summary>Refuses a certificate: <c>tbs:</c> and the digest of its signed part by the algorithm of its signature.</summary>
    /// <returns>Null if that algorithm is not known, to the kernel neither.</returns>
    public static string? OfCertificate(X509Key certificate) => certificate.Fields.SignedWith is var (_, algo)
        ? $"tbs:{Convert.ToHexStringLower(KernelHash.Compute(algo, certificate.Fields.Tbs.Span).Bytes)}"
        : null;
}
