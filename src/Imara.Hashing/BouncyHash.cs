using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;

namespace Imara.Hashing;

/// <summary>Digests in managed code: those that libcrypto lacks, and all where it is missing. The only type that names BouncyCastle, so that nothing else loads it.</summary>
internal sealed class BouncyHash : ContentHash
{
    private readonly IDigest digest;

    public BouncyHash(HashAlgo algo)
        : base(algo) => digest = Make(algo);

    public override void Append(ReadOnlySpan<byte> content) => digest.BlockUpdate(content);

    private protected override void FinishCore(Span<byte> digest)
    {
        // wp384, wp256, tgr160 and tgr128 are the first bytes of the full Whirlpool and Tiger digests.
        Span<byte> whole = stackalloc byte[HashAlgos.MaxDigestSize];
        this.digest.DoFinal(whole);
        whole[..digest.Length].CopyTo(digest);
    }

    protected override void Dispose(bool disposing)
    {
    }

    private static IDigest Make(HashAlgo algo) => algo switch
    {
        HashAlgo.Md4 => new MD4Digest(),
        HashAlgo.Md5 => new MD5Digest(),
        HashAlgo.Sha1 => new Sha1Digest(),
        HashAlgo.Sha256 => new Sha256Digest(),
        HashAlgo.Sha384 => new Sha384Digest(),
        HashAlgo.Sha512 => new Sha512Digest(),
        HashAlgo.Rmd160 => new RipeMD160Digest(),
        HashAlgo.Sha224 => new Sha224Digest(),
        HashAlgo.Rmd128 => new RipeMD128Digest(),
        HashAlgo.Rmd256 => new RipeMD256Digest(),
        HashAlgo.Rmd320 => new RipeMD320Digest(),
        HashAlgo.Wp256 or HashAlgo.Wp384 or HashAlgo.Wp512 => new WhirlpoolDigest(),
        HashAlgo.Tgr128 or HashAlgo.Tgr160 or HashAlgo.Tgr192 => new TigerDigest(),
        HashAlgo.Sm3 => new SM3Digest(),
        HashAlgo.Streebog256 => new Gost3411_2012_256Digest(),
        HashAlgo.Streebog512 => new Gost3411_2012_512Digest(),
        HashAlgo.Sha3_256 => new Sha3Digest(256),
        HashAlgo.Sha3_384 => new Sha3Digest(384),
        HashAlgo.Sha3_512 => new Sha3Digest(512),
        _ => throw new ArgumentOutOfRangeException(nameof(algo), algo, message: null),
    };
}
