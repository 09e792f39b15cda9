using System.Security.Cryptography;
using System.Text;
using Imara.Hashing;

namespace Imara.Signatures.Keys;

/// <summary>Encrypted private keys as OpenSSL wrote them before PKCS#8: <c>Proc-Type: 4,ENCRYPTED</c> and <c>DEK-Info: CIPHER,IV</c>.</summary>
/// <remarks>The key is stretched by one round of MD5, as EVP_BytesToKey(3) describes; the salt is the beginning of the IV.</remarks>
internal static class TraditionalPem
{
    private const int SaltSize = 8;

    public static bool IsEncrypted(PemBlock block) =>
        block.Headers.TryGetValue("Proc-Type", out var type) && type.EndsWith("ENCRYPTED", StringComparison.Ordinal);

    /// <summary>Decrypts the content of a block.</summary>
    public static KeyRefusal Decrypt(PemBlock block, string? password, out byte[] der)
    {
        der = [];
        var info = block.Headers.GetValueOrDefault("DEK-Info", string.Empty).Split(',');
        if (Find(info[0]) is not var (create, keySize))
        {
            return KeyRefusal.Unsupported($"encrypted by \"{info[0]}\", which is not one of AES-128-CBC, AES-192-CBC, AES-256-CBC, DES-EDE3-CBC, DES-CBC");
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
            using var cipher = create();
            var iv = new byte[cipher.BlockSize / 8];
            if (info.Length != 2 || info[1].Length != 2 * iv.Length || Convert.FromHexString(info[1], iv, out _, out _) != System.Buffers.OperationStatus.Done)
            {
                return KeyRefusal.NotAKey("a DEK-Info without the initialisation vector of its cipher");
            }

            cipher.Key = Stretch(Encoding.UTF8.GetBytes(password), iv.AsSpan(0, SaltSize), keySize);
            der = cipher.DecryptCbc(block.Der, iv);
            return default;
        }
        catch (CryptographicException)
        {
            return KeyRefusal.WrongPassword;
        }
        catch (PlatformNotSupportedException)
        {
            return KeyRefusal.Unsupported("encrypted in a way that this system's libraries do not have");
        }
    }

    private static (Func<SymmetricAlgorithm> Create, int KeySize)? Find(string cipher) => cipher.ToUpperInvariant() switch
    {
        "AES-128-CBC" => (Aes.Create, 16),
        "AES-192-CBC" => (Aes.Create, 24),
        "AES-256-CBC" => (Aes.Create, 32),
        "DES-EDE3-CBC" => (TripleDES.Create, 24),
        "DES-CBC" => (DES.Create, 8),
        _ => null,
    };

    private static byte[] Stretch(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int size)
    {
        byte[] made = [];
        byte[] last = [];
        while (made.Length < size)
        {
            last = KernelHash.Compute(HashAlgo.Md5, [.. last, .. password, .. salt]).Bytes.ToArray();
            made = [.. made, .. last];
        }

        return made[..size];
    }
}
