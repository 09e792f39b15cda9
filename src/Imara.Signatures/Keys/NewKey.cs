using System.Security.Cryptography;
using System.Text;
using Imara.Hashing;

namespace Imara.Signatures.Keys;

/// <summary>A private key made here, and how it is written.</summary>
public sealed class NewKey : IDisposable
{
    // What guards a stolen file: a guess of the password costs this many HMACs.
    private const int Iterations = 600_000;

    private readonly byte[] pkcs8;

    private NewKey(SigningKey key, byte[] pkcs8)
    {
        Key = key;
        this.pkcs8 = pkcs8;
    }

    /// <summary>The key.</summary>
    public SigningKey Key { get; }

    /// <summary>Makes a key from the system's random numbers.</summary>
    /// <exception cref="MissingLibraryException">A library that this takes is missing.</exception>
    public static NewKey Generate(NewKeyKind kind)
    {
        CryptoLibrary.RequireFramework();
        using AsymmetricAlgorithm made = kind switch
        {
            NewKeyKind.Rsa2048 => RSA.Create(2048),
            NewKeyKind.Rsa3072 => RSA.Create(3072),
            NewKeyKind.Rsa4096 => RSA.Create(4096),
            NewKeyKind.P256 => ECDsa.Create(ECCurve.NamedCurves.nistP256),
            NewKeyKind.P384 => ECDsa.Create(ECCurve.NamedCurves.nistP384),
            NewKeyKind.P521 => ECDsa.Create(ECCurve.NamedCurves.nistP521),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
        };
        var encoded = made.ExportPkcs8PrivateKey();
        var refusal = PrivateKeyImport.Import(PrivateKeyForm.Pkcs8, encoded, out var key);
        return key is not null ? new NewKey(key, encoded) : throw new CryptographicException(refusal.Reason);
    }

    /// <summary>The key in PKCS#8.</summary>
    /// <param name="password">Encrypts it (PBES2: PBKDF2 with HMAC-SHA-256, AES-256-CBC); null writes it as it is.</param>
    /// <param name="pem">PEM text, else DER.</param>
    public byte[] Write(string? password, bool pem)
    {
        if (password is null)
        {
            return pem ? Encoding.ASCII.GetBytes(PemEncoding.WriteString("PRIVATE KEY", pkcs8) + "\n") : [.. pkcs8];
        }

        CryptoLibrary.RequireFramework();
        using AsymmetricAlgorithm key = Key.PublicKey.Kind == KeyKind.Rsa ? RSA.Create() : ECDsa.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        var encrypted = key.ExportEncryptedPkcs8PrivateKey(password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, Iterations));
        return pem ? Encoding.ASCII.GetBytes(PemEncoding.WriteString("ENCRYPTED PRIVATE KEY", encrypted) + "\n") : encrypted;
    }

    /// <summary>Forgets the key.</summary>
    public void Dispose()
    {
        Key.Dispose();
        CryptographicOperations.ZeroMemory(pkcs8);
        CryptographicOperations.ZeroMemory(pkcs8);
    }
}
