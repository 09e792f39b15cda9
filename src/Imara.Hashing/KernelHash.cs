using System.Security.Cryptography;

namespace Imara.Hashing;

/// <summary>Every hash algorithm of the kernel's table: by the framework where it has it, by one isolated library otherwise.</summary>
/// <remarks>docs/reference/appraisal.md 1.1. Crypto is loaded by the first digest, not before.</remarks>
public static class KernelHash
{
    /// <summary>True if this program can compute the algorithm; false for an id outside the kernel's table.</summary>
    public static bool IsSupported(HashAlgo algo) => HashAlgos.IsDefined((byte)algo);

    /// <summary>The digest of <paramref name="content"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The algorithm is not supported.</exception>
    public static Digest Compute(HashAlgo algo, ReadOnlySpan<byte> content)
    {
        Span<byte> value = stackalloc byte[HashAlgos.MaxDigestSize];
        Compute(algo, content, value);
        return new Digest(algo, value[..HashAlgos.DigestSize(algo)]);
    }

    /// <summary>Writes the digest of <paramref name="content"/> to the first bytes of <paramref name="destination"/>.</summary>
    /// <param name="algo">The algorithm.</param>
    /// <param name="content">The whole content.</param>
    /// <param name="destination">At least as many bytes as the algorithm's digest has.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The algorithm is not supported.</exception>
    public static void Compute(HashAlgo algo, ReadOnlySpan<byte> content, Span<byte> destination)
    {
        switch (algo)
        {
            case HashAlgo.Md5:
                MD5.HashData(content, destination);
                break;
            case HashAlgo.Sha1:
                SHA1.HashData(content, destination);
                break;
            case HashAlgo.Sha256:
                SHA256.HashData(content, destination);
                break;
            case HashAlgo.Sha384:
                SHA384.HashData(content, destination);
                break;
            case HashAlgo.Sha512:
                SHA512.HashData(content, destination);
                break;
            default:
                using (var hash = Create(algo))
                {
                    hash.Append(content);
                    hash.Finish(destination);
                }

                break;
        }
    }

    /// <summary>Starts a digest that takes its content piece by piece.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The algorithm is not supported.</exception>
    public static ContentHash Create(HashAlgo algo)
    {
        if (!IsSupported(algo))
        {
            throw new ArgumentOutOfRangeException(nameof(algo), algo, "not in the kernel's table of hash algorithms");
        }

        return FrameworkName(algo) is { } name ? new FrameworkHash(algo, name) : CreateOther(algo);
    }

    // Apart, so that the framework paths never touch the other library.
    private static BouncyHash CreateOther(HashAlgo algo) => new(algo);

    private static HashAlgorithmName? FrameworkName(HashAlgo algo) => algo switch
    {
        HashAlgo.Md5 => HashAlgorithmName.MD5,
        HashAlgo.Sha1 => HashAlgorithmName.SHA1,
        HashAlgo.Sha256 => HashAlgorithmName.SHA256,
        HashAlgo.Sha384 => HashAlgorithmName.SHA384,
        HashAlgo.Sha512 => HashAlgorithmName.SHA512,
        HashAlgo.Sha3_256 when SHA3_256.IsSupported => HashAlgorithmName.SHA3_256,
        HashAlgo.Sha3_384 when SHA3_384.IsSupported => HashAlgorithmName.SHA3_384,
        HashAlgo.Sha3_512 when SHA3_512.IsSupported => HashAlgorithmName.SHA3_512,
        _ => null,
    };
}
