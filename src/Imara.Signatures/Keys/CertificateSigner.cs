using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Imara.Hashing;
using Imara.Signatures.Asn1;

namespace Imara.Signatures.Keys;

/// <summary>Lets any <see cref="SigningKey"/> sign certificates of the framework's making.</summary>
internal sealed class CertificateSigner(SigningKey key) : X509SignatureGenerator
{
    /// <summary>As strong as the key: SHA-384 for P-384, SHA-512 for P-521, else SHA-256.</summary>
    public HashAlgorithmName HashName => Algo switch
    {
        HashAlgo.Sha384 => HashAlgorithmName.SHA384,
        HashAlgo.Sha512 => HashAlgorithmName.SHA512,
        _ => HashAlgorithmName.SHA256,
    };

    private HashAlgo Algo => (key.PublicKey.Kind, key.PublicKey.Bits) switch
    {
        (KeyKind.Ecdsa, 384) => HashAlgo.Sha384,
        (KeyKind.Ecdsa, 521) => HashAlgo.Sha512,
        _ => HashAlgo.Sha256,
    };

    /// <summary>The framework's form of a public key.</summary>
    public static System.Security.Cryptography.X509Certificates.PublicKey Framework(PublicKey key) =>
        System.Security.Cryptography.X509Certificates.PublicKey.CreateFromSubjectPublicKeyInfo(key.WriteSpki(), out _);

    /// <inheritdoc/>
    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => key.PublicKey.Kind == KeyKind.Rsa
        ? DerWriter.Algorithm(Oids.OfSignature(rsa: true, Algo), DerWriter.Null)
        : DerWriter.Algorithm(Oids.OfSignature(rsa: false, Algo), []);

    /// <inheritdoc/>
    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) =>
        key.TrySign(KernelHash.Compute(Algo, data), out var signature, out var reason) ? signature : throw new CryptographicException(reason);

    /// <inheritdoc/>
    protected override System.Security.Cryptography.X509Certificates.PublicKey BuildPublicKey() => Framework(key.PublicKey);
}
