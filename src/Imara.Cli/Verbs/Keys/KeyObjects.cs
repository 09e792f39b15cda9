using Imara.Signatures.Keys;

namespace Imara.Cli.Verbs.Keys;

/// <summary>What one file holds, for people to look at.</summary>
internal static class KeyObjects
{
    /// <summary>Finds everything in a file: certificates, a private key, public keys.</summary>
    /// <param name="file">The content.</param>
    /// <param name="password">For a private key that is encrypted.</param>
    /// <param name="objects">What was found.</param>
    /// <param name="failure">What kind of reason it is.</param>
    /// <param name="reason">Why nothing was found, or what cannot be read.</param>
    public static bool TryRead(ReadOnlySpan<byte> file, string? password, out List<KeyObject> objects, out SigningKeyFailure failure, out string reason)
    {
        objects = [];
        if (SigningKeyFile.TryRead(file, password, out var key, out failure, out reason))
        {
            using (key)
            {
                objects.Add(KeyObject.OfPrivate(key.Key.PublicKey));
                objects.AddRange(key.Certificates.Select(KeyObject.Of));
            }

            return true;
        }

        // A key that is there but cannot be read must not be passed over for what is beside it.
        var blocks = Pem.ReadAll(file);
        if (failure != SigningKeyFailure.NotAKey || blocks.Any(block => block.Label.EndsWith("PRIVATE KEY", StringComparison.Ordinal)))
        {
            return false;
        }

        return blocks.Count > 0 ? TryReadPem(blocks, objects, ref reason) : TryReadDer(file, objects, ref reason);
    }

    private static bool TryReadPem(IReadOnlyList<(string Label, byte[] Der)> blocks, List<KeyObject> objects, ref string reason)
    {
        foreach (var (label, der) in blocks)
        {
            FormatError error = default;
            var read = label switch
            {
                "CERTIFICATE" or "X509 CERTIFICATE" => X509Key.TryParse(der, out var certificate, out error) ? KeyObject.Of(certificate) : null,
                "PUBLIC KEY" => PublicKey.TryParseSpki(der, out var key, out error) ? KeyObject.OfPublic(key) : null,
                "RSA PUBLIC KEY" => RsaKey.TryParsePkcs1(der, out var rsa, out error) ? KeyObject.OfPublic(rsa) : null,
                _ => null,
            };
            if (read is null)
            {
                reason = error.Message is null ? $"a {label}, which is no key or certificate" : $"{label}: {error}";
                return false;
            }

            objects.Add(read);
        }

        return objects.Count > 0;
    }

    private static bool TryReadDer(ReadOnlySpan<byte> file, List<KeyObject> objects, ref string reason)
    {
        if (X509Key.TryParse(file, out var certificate, out var error))
        {
            objects.Add(KeyObject.Of(certificate));
        }
        else if (PublicKey.TryParseSpki(file, out var key, out _))
        {
            objects.Add(KeyObject.OfPublic(key));
        }
        else if (RsaKey.TryParsePkcs1(file, out var rsa, out _))
        {
            objects.Add(KeyObject.OfPublic(rsa));
        }
        else
        {
            reason = $"no key or certificate in PEM or DER; as a certificate: {error}";
        }

        return objects.Count > 0;
    }
}
