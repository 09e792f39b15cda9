using Imara.Appraisal.Files;
using Imara.Linux.Files;
using Imara.Signatures;

namespace Imara.Cli.Evmctl.Files;

/// <summary>fs-verity digests of files: the kernel's, or where fs-verity is not enabled the one that tools compute by default.</summary>
/// <remarks>docs/reference/appraisal.md 3.</remarks>
internal static class VerityDigests
{
    /// <summary>Reads or computes the digest.</summary>
    /// <param name="file">The file.</param>
    /// <param name="digester">Of this thread.</param>
    /// <param name="algo">SHA-256 or SHA-512.</param>
    /// <param name="digest">The digest; null on failure.</param>
    /// <param name="reason">Why there is none.</param>
    public static bool TryRead(TargetFile file, FileDigester digester, HashAlgo algo, out Digest? digest, out string reason)
    {
        digest = null;
        reason = "is no regular file";
        VerityAlgo? verity = algo switch { HashAlgo.Sha256 => VerityAlgo.Sha256, HashAlgo.Sha512 => VerityAlgo.Sha512, _ => null };
        if (verity is null || !file.Status.IsRegularFile)
        {
            reason = verity is null ? $"fs-verity has no {HashAlgos.NameOf(algo)}" : reason;
            return false;
        }

        var error = file.OpenContent(out var descriptor);
        Span<byte> measured = stackalloc byte[HashAlgos.MaxDigestSize];
        if (error == Errno.None && FsVerity.Measure(descriptor, out var number, measured, out var length) == Errno.None)
        {
            reason = "fs-verity is enabled with another hash algorithm";
            digest = number == (int)verity && length == HashAlgos.DigestSize(algo) ? new Digest(algo, measured[..length]) : null;
            return digest is not null;
        }

        error = error == Errno.None ? Compute(digester, descriptor, verity.Value, out digest) : error;
        reason = "cannot be read: " + ErrnoText.Of(error);
        return error == Errno.None;
    }

    private static Errno Compute(FileDigester digester, int descriptor, VerityAlgo algo, out Digest? digest)
    {
        using var hash = new VerityDigest(algo);
        var error = digester.Read(descriptor, hash.Append);
        digest = error == Errno.None ? hash.Finish() : null;
        return error;
    }
}
