using System.Security.Cryptography;
using System.Text;
using Imara.Hashing;
using Imara.Signatures.Asn1;

namespace Imara.Signatures.Keys;

/// <summary>EncryptedPrivateKeyInfo: PBES2 with PBKDF2 (RFC 8018 6.2) opened here, the older PBES1 by the framework.</summary>
internal static class EncryptedPkcs8
{
    // Far above what is in use, and some seconds of work.
    private const int MaxIterations = 5_000_000;
    private const string TooMuchWork = "an encryption whose iteration count is not between 1 and 5000000";

    // 1.2.840.113549.1.5 (PKCS#5) and 1.2.840.113549.1.12.1 (PKCS#12), without the last number.
    private static ReadOnlySpan<byte> Pkcs5 => [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05];

    private static ReadOnlySpan<byte> Pkcs12Pbe => [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x01];

    private static ReadOnlySpan<byte> Pbes2 => [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 13];

    private static ReadOnlySpan<byte> Pbkdf2 => [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 12];

    // 1.2.840.113549.2 (HMACs), 1.2.840.113549.3.7, 2.16.840.1.101.3.4.1 (AES).
    private static ReadOnlySpan<byte> Hmac => [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02];

    private static ReadOnlySpan<byte> TripleDesCbc => [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x03, 0x07];

    private static ReadOnlySpan<byte> AesModes => [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01];

    /// <summary>Decrypts to PKCS#8.</summary>
    public static KeyRefusal Decrypt(ReadOnlySpan<byte> der, string? password, out byte[] pkcs8)
    {
        pkcs8 = [];
        FormatError error = default;
        var reader = new DerReader(der, ref error);
        if (!reader.TryEnter(DerTag.Sequence, out var info)
            || !info.TryEnter(DerTag.Sequence, out var scheme)
            || !info.TryRead(DerTag.OctetString, out var encrypted)
            || !scheme.TryRead(DerTag.ObjectIdentifier, out var oid)
            || !scheme.TryEnter(DerTag.Sequence, out var parameters))
        {
            return KeyRefusal.NotAKey(error.ToString());
        }

        if (scheme.Of(oid).SequenceEqual(Pbes2))
        {
            return DecryptPbes2(parameters, info.Of(encrypted), password, out pkcs8);
        }

        var isPbes1 = scheme.Of(oid).StartsWith(Pkcs12Pbe) || (scheme.Of(oid).StartsWith(Pkcs5) && oid.Length == Pkcs5.Length + 1);
        if (!isPbes1)
        {
            return KeyRefusal.Unsupported("an encryption that is neither PBES1 nor PBES2");
        }

        if (!parameters.TryRead(DerTag.OctetString, out _) || !TryReadNumber(ref parameters, out _))
        {
            return KeyRefusal.NotAKey(error.Message is null ? TooMuchWork : error.ToString());
        }

        return password is null ? KeyRefusal.PasswordNeeded : DecryptPbes1(der, password, out pkcs8);
    }

    private static KeyRefusal DecryptPbes2(DerReader parameters, ReadOnlySpan<byte> encrypted, string? password, out byte[] pkcs8)
    {
        pkcs8 = [];
        if (!parameters.TryEnter(DerTag.Sequence, out var derivation)
            || !derivation.TryRead(DerTag.ObjectIdentifier, out var oid)
            || !derivation.TryEnter(DerTag.Sequence, out var how)
            || !parameters.TryEnter(DerTag.Sequence, out var cipher)
            || !cipher.TryRead(DerTag.ObjectIdentifier, out var cipherOid)
            || !cipher.TryRead(DerTag.OctetString, out var iv))
        {
            return KeyRefusal.NotAKey("an encryption whose parameters are malformed");
        }

        if (!derivation.Of(oid).SequenceEqual(Pbkdf2))
        {
            return KeyRefusal.Unsupported("a key derivation that is not PBKDF2; `openssl pkcs8 -topk8` writes one that is");
        }

        if (!how.TryRead(DerTag.OctetString, out var salt) || !TryReadNumber(ref how, out var iterations))
        {
            return KeyRefusal.NotAKey(TooMuchWork);
        }

        if (CipherOf(cipher.Of(cipherOid)) is not var (create, keySize) || PrfOf(how) is not { } prf)
        {
            return KeyRefusal.Unsupported("an encryption other than AES-CBC or 3DES-CBC, or a key derivation with a hash other than SHA-1, SHA-256, SHA-384, SHA-512");
        }

        if (password is null)
        {
            return KeyRefusal.PasswordNeeded;
        }

        if (!CryptoLibrary.ServesFramework)
        {
            return KeyRefusal.Unsupported($"an encrypted key cannot be read here: {CryptoLibrary.FrameworkProblem}");
        }

        try
        {
            using var algorithm = create();
            algorithm.Key = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), how.Of(salt), iterations, prf, keySize);
            pkcs8 = algorithm.DecryptCbc(encrypted, cipher.Of(iv));
            return default;
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            return KeyRefusal.WrongPassword;
        }
    }

    private static KeyRefusal DecryptPbes1(ReadOnlySpan<byte> der, string password, out byte[] pkcs8)
    {
        pkcs8 = [];
        if (!CryptoLibrary.ServesFramework)
        {
            return KeyRefusal.Unsupported($"an encrypted key cannot be read here: {CryptoLibrary.FrameworkProblem}");
        }

        foreach (var create in new Func<AsymmetricAlgorithm>[] { RSA.Create, ECDsa.Create })
        {
            try
            {
                using var key = create();
                key.ImportEncryptedPkcs8PrivateKey(password, der, out _);
                pkcs8 = key.ExportPkcs8PrivateKey();
                return default;
            }
            catch (CryptographicException)
            {
                // Wrong password or a key of another kind; the message does not tell.
            }
            catch (PlatformNotSupportedException)
            {
                return KeyRefusal.Unsupported("encrypted in a way that this system's libraries do not have");
            }
        }

        return KeyRefusal.WrongPassword;
    }

    private static bool TryReadNumber(ref DerReader reader, out int number)
    {
        number = 0;
        if (!reader.TryRead(DerTag.Integer, out var element) || element.Length is 0 or > 4)
        {
            return false;
        }

        foreach (var part in reader.Of(element))
        {
            number = (number << 8) | part;
        }

        return number is > 0 and <= MaxIterations;
    }

    private static (Func<SymmetricAlgorithm> Create, int KeySize)? CipherOf(ReadOnlySpan<byte> oid) => oid switch
    {
        _ when oid.SequenceEqual(TripleDesCbc) => (TripleDES.Create, 24),
        [.. var family, 2] when family.SequenceEqual(AesModes) => (Aes.Create, 16),
        [.. var family, 22] when family.SequenceEqual(AesModes) => (Aes.Create, 24),
        [.. var family, 42] when family.SequenceEqual(AesModes) => (Aes.Create, 32),
        _ => null,
    };

    // After the iterations, either of which may be missing: the length of the key, and the function, HMAC-SHA-1 by default.
    private static HashAlgorithmName? PrfOf(DerReader how)
    {
        if (how.NextIs(DerTag.Integer) && !how.TryRead(out _))
        {
            return null;
        }

        if (how.AtEnd)
        {
            return HashAlgorithmName.SHA1;
        }

        if (!how.TryEnter(DerTag.Sequence, out var prf) || !prf.TryRead(DerTag.ObjectIdentifier, out var oid))
        {
            return null;
        }

        return prf.Of(oid) switch
        {
            [.. var family, 7] when family.SequenceEqual(Hmac) => HashAlgorithmName.SHA1,
            [.. var family, 9] when family.SequenceEqual(Hmac) => HashAlgorithmName.SHA256,
            [.. var family, 10] when family.SequenceEqual(Hmac) => HashAlgorithmName.SHA384,
            [.. var family, 11] when family.SequenceEqual(Hmac) => HashAlgorithmName.SHA512,
            _ => null,
        };
    }
}
