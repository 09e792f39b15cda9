using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Imara.Signatures.Keys;

/// <summary>Reads private keys.</summary>
public static class SigningKeyReader
{
    /// <summary>Reads a private key.</summary>
    /// <param name="file">PEM text.</param>
    /// <param name="key">The key.</param>
    /// <param name="reason">Why there is none.</param>
    public static bool TryRead(ReadOnlySpan<byte> file, [NotNullWhen(true)] out SigningKey? key, out string reason)
    {
        key = null;
        reason = string.Empty;
        var text = Encoding.Latin1.GetString(file);
        if (TryImport(RSA.Create(), text, out var rsa) || TryImport(ECDsa.Create(), text, out rsa))
        {
            if (PublicKey.TryParseSpki(rsa.ExportSubjectPublicKeyInfo(), out var publicKey, out var error))
            {
                key = new FrameworkSigningKey(rsa, publicKey);
                return true;
            }

            reason = error.ToString();
            return false;
        }

        reason = "no private key";
        return false;
    }

    private static bool TryImport(AsymmetricAlgorithm empty, string text, [NotNullWhen(true)] out AsymmetricAlgorithm? key)
    {
        try
        {
            empty.ImportFromPem(text);
            key = empty;
            return true;
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            empty.Dispose();
            key = null;
            return false;
        }
    }
}
