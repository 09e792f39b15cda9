using System.Security.Cryptography;
using Imara.Signatures.Keys;

namespace Imara.Signatures.Tests;

/// <summary>A private key made for the test run, and its public half.</summary>
internal sealed class Signer
{
    private readonly Func<Digest, byte[]> sign;

    private Signer(PublicKey key, Func<Digest, byte[]> sign)
    {
        Key = key;
        this.sign = sign;
        Keyring.Add(key);
    }

    public static Signer Rsa { get; } = MakeRsa();

    public static Signer P256 { get; } = MakeEcdsa(ECCurve.NamedCurves.nistP256);

    public PublicKey Key { get; }

    public Keyring Keyring { get; } = new();

    public uint KeyId => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(Key.ComputeSkid().AsSpan(16));

    public byte[] Sign(Digest digest) => sign(digest);

    /// <summary>An xattr value of version 2 or 3 over a digest.</summary>
    public byte[] SignXattr(ImaXattrType type, byte version, Digest digest) => ImaXattrWriter.WriteSignature(
        type, version, digest.Algo, KeyId, Sign(version == 3 ? FileId.Compute(type, digest) : digest));

    private static Signer MakeRsa()
    {
        var rsa = RSA.Create(2048);
        return new Signer(
            Parse(rsa.ExportSubjectPublicKeyInfo()),
            digest => rsa.SignHash(digest.Bytes, new HashAlgorithmName(HashAlgos.NameOf(digest.Algo).ToUpperInvariant()), RSASignaturePadding.Pkcs1));
    }

    private static Signer MakeEcdsa(ECCurve curve)
    {
        var ecdsa = ECDsa.Create(curve);
        return new Signer(
            Parse(ecdsa.ExportSubjectPublicKeyInfo()),
            digest => ecdsa.SignHash(digest.Bytes, DSASignatureFormat.Rfc3279DerSequence));
    }

    private static PublicKey Parse(byte[] spki)
    {
        Assert.True(PublicKey.TryParseSpki(spki, out var key, out _));
        return key;
    }
}
