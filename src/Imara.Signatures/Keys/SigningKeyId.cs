using System.Diagnostics.CodeAnalysis;

namespace Imara.Signatures.Keys;

/// <summary>The keyid that signatures of a key carry, and where it is from.</summary>
/// <param name="KeyId">Last four bytes of an identifier, as a big-endian number.</param>
/// <param name="Warning">Why the kernel may not find the key by it; null if nothing speaks against that.</param>
/// <remarks>docs/reference/appraisal.md 2 (keyid).</remarks>
public readonly record struct SigningKeyId(uint KeyId, string? Warning)
{
    /// <summary>Decides: a given number, else the SKID of the certificate, else that of the certificate beside the key, else SHA-1 of the public key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="certificate">The certificate that the kernel has, if the user names one.</param>
    /// <param name="given">The number, if the user gives one.</param>
    /// <param name="found">The keyid.</param>
    /// <param name="reason">Why there is none: the certificate is another key's.</param>
    public static bool TryFind(SigningKeyFile key, X509Key? certificate, uint? given, out SigningKeyId found, out string reason)
    {
        found = default;
        reason = string.Empty;
        var publicKey = key.Key.PublicKey;
        if (certificate is not null && certificate.PublicKey?.IsSameAs(publicKey) != true)
        {
            reason = "the certificate is not that of the private key: their public keys differ";
            return false;
        }

        certificate ??= key.Certificate;
        if (given is { } number)
        {
            var differs = certificate?.KeyId is { } its && its != number;
            found = new SigningKeyId(number, differs ? $"the certificate of the key has the keyid {certificate!.KeyId:x8}, not {number:x8}" : null);
            return true;
        }

        if (certificate?.KeyId is { } keyid)
        {
            found = new SigningKeyId(keyid, Warning: null);
            return true;
        }

        found = new SigningKeyId(
            KeyIds.Of(publicKey.ComputeSkid())!.Value,
            certificate is null ? null : "the certificate has no subject key identifier: the kernel cannot find its key");
        return true;
    }
}
