using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Imara.Signatures.Keys;

/// <summary>A file with a private key, and the certificates that are kept beside it.</summary>
/// <remarks>
/// PEM or DER: PKCS#8, plain or encrypted (PBES2, PBES1), PKCS#1, SEC1, PKCS#12; PEM also in the encrypted form with <c>DEK-Info</c>, and
/// with certificates before or after the key. docs/reference/appraisal.md 2 (keyid) says what a certificate beside the key is for.
/// </remarks>
public sealed class SigningKeyFile : IDisposable
{
    /// <summary>The most bytes a file may have.</summary>
    public const int MaxSize = 1 << 20;

    private SigningKeyFile(SigningKey key, IReadOnlyList<X509Key> certificates)
    {
        Key = key;
        Certificates = certificates;
        Certificate = certificates.FirstOrDefault(c => c.PublicKey is { } its && its.IsSameAs(key.PublicKey));
    }

    /// <summary>The key.</summary>
    public SigningKey Key { get; }

    /// <summary>All certificates of the file, in its order.</summary>
    public IReadOnlyList<X509Key> Certificates { get; }

    /// <summary>The first certificate whose public key is that of <see cref="Key"/>; null if there is none.</summary>
    public X509Key? Certificate { get; }

    /// <summary>Reads a file; of several private keys the first counts.</summary>
    /// <param name="file">The content.</param>
    /// <param name="password">Null if there is none; not looked at if the key is not encrypted.</param>
    /// <param name="read">What the file holds; the caller disposes it.</param>
    /// <param name="failure">What went wrong.</param>
    /// <param name="reason">The same in words.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> file,
        string? password,
        [NotNullWhen(true)] out SigningKeyFile? read,
        out SigningKeyFailure failure,
        out string reason)
    {
        read = null;
        (failure, reason) = Read(file, password, ref read);
        reason ??= string.Empty;
        return read is not null;
    }

    /// <summary>A key that is not from a file, and has no certificates beside it.</summary>
    internal static SigningKeyFile Of(SigningKey key) => new(key, []);

    /// <summary>Forgets the key.</summary>
    public void Dispose() => Key.Dispose();

    private static KeyRefusal Read(ReadOnlySpan<byte> file, string? password, ref SigningKeyFile? read)
    {
        if (file.Length > MaxSize)
        {
            return KeyRefusal.NotAKey($"a file of more than {MaxSize} bytes");
        }

        var certificates = new List<byte[]>();
        var form = PrivateKeyShape.Of(file);
        var refusal = form != PrivateKeyForm.None
            ? OpenDer(form, file, password, certificates, out var key)
            : OpenPem(PemBlock.ReadAll(file), password, certificates, out key);
        if (key is null)
        {
            return refusal;
        }

        var parsed = new List<X509Key>();
        foreach (var der in certificates)
        {
            if (!X509Key.TryParse(der, out var certificate, out var error))
            {
                key.Dispose();
                return KeyRefusal.NotAKey($"certificate {parsed.Count + 1} beside the key: {error}");
            }

            parsed.Add(certificate);
        }

        read = new SigningKeyFile(key, parsed);
        return default;
    }

    private static KeyRefusal OpenPem(List<PemBlock> blocks, string? password, List<byte[]> certificates, out SigningKey? key)
    {
        key = null;
        certificates.AddRange(blocks.Where(block => block.Label is "CERTIFICATE" or "X509 CERTIFICATE").Select(block => block.Der));
        var block = blocks.Find(block => block.Label.EndsWith("PRIVATE KEY", StringComparison.Ordinal));
        if (block is null)
        {
            return KeyRefusal.NotAKey(blocks.Count == 0 ? "neither PEM nor DER of a private key" : $"no private key, only {blocks[0].Label}");
        }

        if (block.Label is not ("PRIVATE KEY" or "ENCRYPTED PRIVATE KEY" or "RSA PRIVATE KEY" or "EC PRIVATE KEY"))
        {
            return KeyRefusal.Unsupported($"a {block.Label}, which is neither RSA nor ECDSA in a form that is read here");
        }

        if (!TraditionalPem.IsEncrypted(block))
        {
            return OpenDer(PrivateKeyShape.Of(block.Der), block.Der, password, certificates, out key);
        }

        var refusal = TraditionalPem.Decrypt(block, password, out var der);
        return refusal == default ? ImportDecrypted(der, out key) : refusal;
    }

    private static KeyRefusal OpenDer(PrivateKeyForm form, ReadOnlySpan<byte> der, string? password, List<byte[]> certificates, out SigningKey? key)
    {
        key = null;
        KeyRefusal refusal;
        switch (form)
        {
            case PrivateKeyForm.Pkcs8 or PrivateKeyForm.Pkcs1 or PrivateKeyForm.Sec1:
                return PrivateKeyImport.Import(form, der, out key);
            case PrivateKeyForm.EncryptedPkcs8:
                refusal = EncryptedPkcs8.Decrypt(der, password, out var decrypted);
                return refusal == default ? ImportDecrypted(decrypted, out key) : refusal;
            case PrivateKeyForm.Pkcs12:
                refusal = Pkcs12File.Open(der, password, out var exported, out var beside);
                certificates.AddRange(beside);
                return refusal == default ? ImportDecrypted(exported, out key) : refusal;
            case PrivateKeyForm.Certificate:
                return KeyRefusal.NotAKey("a certificate, not a private key");
            case PrivateKeyForm.PublicKey:
                return KeyRefusal.NotAKey("a public key, not a private key");
            default:
                return KeyRefusal.NotAKey("no form of a private key that is known");
        }
    }

    // A wrong password sometimes leaves proper padding; then what is decrypted is no key.
    private static KeyRefusal ImportDecrypted(byte[] der, out SigningKey? key)
    {
        key = null;
        var form = PrivateKeyShape.Of(der);
        var refusal = form is PrivateKeyForm.Pkcs8 or PrivateKeyForm.Pkcs1 or PrivateKeyForm.Sec1
            ? PrivateKeyImport.Import(form, der, out key)
            : KeyRefusal.WrongPassword;
        CryptographicOperations.ZeroMemory(der);
        return refusal;
    }
}
