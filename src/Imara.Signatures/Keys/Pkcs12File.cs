using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Imara.Hashing;

namespace Imara.Signatures.Keys;

/// <summary>A private key and its certificates in one file (RFC 7292).</summary>
internal static class Pkcs12File
{
    private const int WrongPassword = unchecked((int)0x80070056);

    /// <summary>Opens a file.</summary>
    /// <param name="file">DER or BER.</param>
    /// <param name="password">Null: the files that need none are read.</param>
    /// <param name="pkcs8">The private key.</param>
    /// <param name="certificates">DER of the certificates, that of the key first.</param>
    public static KeyRefusal Open(ReadOnlySpan<byte> file, string? password, out byte[] pkcs8, out List<byte[]> certificates)
    {
        pkcs8 = [];
        certificates = [];
        if (!CryptoLibrary.ServesFramework)
        {
            return KeyRefusal.Unsupported($"PKCS#12 cannot be read here: {CryptoLibrary.FrameworkProblem}");
        }

        try
        {
            var found = X509CertificateLoader.LoadPkcs12Collection(
                file, password, X509KeyStorageFlags.Exportable | X509KeyStorageFlags.EphemeralKeySet, Pkcs12LoaderLimits.Defaults);
            try
            {
                foreach (var certificate in found)
                {
                    if (pkcs8.Length == 0 && certificate.HasPrivateKey)
                    {
                        pkcs8 = Export(certificate);
                        certificates.Insert(0, certificate.RawData);
                    }
                    else
                    {
                        certificates.Add(certificate.RawData);
                    }
                }
            }
            finally
            {
                foreach (var certificate in found)
                {
                    certificate.Dispose();
                }
            }
        }
        catch (CryptographicException error)
        {
            return (error.HResult, password) switch
            {
                (WrongPassword, null) => KeyRefusal.PasswordNeeded,
                (WrongPassword, _) => KeyRefusal.WrongPassword,
                _ => KeyRefusal.NotAKey("PKCS#12 that is damaged"),
            };
        }
        catch (PlatformNotSupportedException)
        {
            return KeyRefusal.Unsupported("PKCS#12 that is encrypted in a way that this system's libraries do not have");
        }

        return pkcs8.Length > 0 ? default : KeyRefusal.NotAKey("PKCS#12 without a private key that has a certificate of kind RSA or ECDSA");
    }

    private static byte[] Export(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPrivateKey();
        using var ecdsa = certificate.GetECDsaPrivateKey();
        return rsa?.ExportPkcs8PrivateKey() ?? ecdsa?.ExportPkcs8PrivateKey() ?? [];
    }
}
