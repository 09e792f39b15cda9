using Imara.Hashing;

namespace Imara.Signatures;

/// <summary>What a signature of version 3 is made over: the digest together with what it is a digest of.</summary>
/// <remarks>docs/reference/appraisal.md 2 (What is signed).</remarks>
public static class FileId
{
    /// <summary>The bytes: type of the xattr, algorithm id, digest.</summary>
    /// <param name="type">03, 05 or 06.</param>
    /// <param name="digest">Of the content, of EVM's portable input, or of fs-verity.</param>
    public static byte[] Write(ImaXattrType type, Digest digest) => [(byte)type, (byte)digest.Algo, .. digest.Bytes];

    /// <summary>The digest of <see cref="Write"/> by the same algorithm; this is what gets signed.</summary>
    /// <inheritdoc cref="Write"/>
    public static Digest Compute(ImaXattrType type, Digest digest) => KernelHash.Compute(digest.Algo, Write(type, digest));
}
