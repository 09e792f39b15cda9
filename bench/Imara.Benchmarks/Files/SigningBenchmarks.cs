using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using Imara.Hashing;
using Imara.Signatures;
using Imara.Signatures.Keys;

namespace Imara.Benchmarks.Files;

/// <summary>What signing and verifying one file costs without the file: the digest of 16 KiB, a signature behind its header, the verdict on it.</summary>
[MemoryDiagnoser]
public class SigningBenchmarks
{
    private readonly byte[] content = new byte[16 << 10];
    private readonly Digest digest = KernelHash.Compute(HashAlgo.Sha256, []);
    private SignatureMaker p256 = null!;
    private SignatureMaker rsa = null!;
    private SignatureVerifier verifier = null!;
    private byte[] p256Label = null!;
    private byte[] rsaLabel = null!;

    [GlobalSetup]
    public void Make()
    {
        p256 = MakerOf(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        rsa = MakerOf(RSA.Create(2048));
        var keys = new Keyring();
        keys.Add(p256.Key.PublicKey);
        keys.Add(rsa.Key.PublicKey);
        verifier = new SignatureVerifier(keys);
        p256Label = SignP256();
        rsaLabel = SignRsa();
    }

    [Benchmark]
    public Digest HashOf16KiB() => KernelHash.Compute(HashAlgo.Sha256, content);

    [Benchmark]
    public byte[] SignP256() => Signed(p256);

    [Benchmark]
    public byte[] SignRsa() => Signed(rsa);

    [Benchmark]
    public bool VerifyP256() => verifier.Verify(p256Label, digest).IsGood;

    [Benchmark]
    public bool VerifyRsa() => verifier.Verify(rsaLabel, digest).IsGood;

    private static SignatureMaker MakerOf(AsymmetricAlgorithm key)
    {
        if (!SigningKeyFile.TryRead(Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()), password: null, out var file, out _, out var reason)
            || !SigningKeyId.TryFind(file, certificate: null, given: null, out var id, out reason))
        {
            throw new InvalidOperationException(reason);
        }

        return new SignatureMaker(file.Key, id.KeyId);
    }

    private byte[] Signed(SignatureMaker maker) =>
        maker.TrySign(ImaXattrType.Signature, digest, out var value, out var reason) ? value : throw new InvalidOperationException(reason);
}
