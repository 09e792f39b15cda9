using Imara.Cli.Evmctl.Files;
using Imara.Signatures;
using Imara.Signatures.Keys;

namespace Imara.Cli.Evmctl.Commands;

/// <summary>Verifies a signature and says how it went. For several threads at once.</summary>
/// <param name="keys">The keys.</param>
internal sealed class SignatureCheck(Keyring keys)
{
    private readonly SignatureVerifier verifier = new(keys) { V3ForFiles = true };

    /// <summary>Computes the digest that a signature is about.</summary>
    /// <param name="algo">The algorithm that its header names.</param>
    /// <param name="digest">The digest.</param>
    /// <param name="reason">Why there is none.</param>
    public delegate bool DigestSource(HashAlgo algo, out Digest? digest, out string reason);

    /// <summary>Verifies the value of an attribute or of a signature file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="value">The value, at least a byte.</param>
    /// <param name="source">Computes the digest.</param>
    /// <param name="unknownKey">The exit status for a key that is not there.</param>
    /// <param name="worker">Takes what there is to say.</param>
    public void Report(TargetFile file, byte[] value, DigestSource source, int unknownKey, FileWorker worker)
    {
        if (AlgoOf(value) is not { } algo)
        {
            worker.Fail(file.Path, "the signature is malformed, or its hash algorithm is not known");
            return;
        }

        if (!source(algo, out var digest, out var reason))
        {
            worker.Fail(file.Path, reason);
            return;
        }

        worker.Detail($"hash({HashAlgos.NameOf(algo)}): {Convert.ToHexStringLower(digest!.Bytes)}");
        var verdict = verifier.Verify(value, digest);
        if (verdict.IsGood)
        {
            worker.Remark($"{file.Path}: verification is OK");
            return;
        }

        var keyid = SignatureHeader.TryParse(value, out var header, out _) ? $" {header.KeyId:x8}" : string.Empty;
        var (status, cause) = verdict.Status switch
        {
            SignatureStatus.UnknownKey => (unknownKey, $"unknown keyid{keyid}"),
            SignatureStatus.Rejected => (EvmctlStatus.Bad, "bad signature"),
            SignatureStatus.UnsupportedAlgo => (EvmctlStatus.Bad, $"the kernel takes no {HashAlgos.NameOf(algo)} with this kind of key"),
            _ => (EvmctlStatus.Bad, "malformed signature"),
        };
        worker.Fail(file.Path, "verification failed: " + cause, status);
    }

    // Version 1 names its algorithm by a number of its own.
    private static HashAlgo? AlgoOf(byte[] value)
    {
        if (SignatureHeader.TryParse(value, out var header, out _))
        {
            return header.Algo;
        }

        return SignatureHeaderV1.TryParse(value, out var old, out _) && old.Hash <= 1 ? old.Hash == 0 ? HashAlgo.Sha1 : HashAlgo.Sha256 : null;
    }
}
