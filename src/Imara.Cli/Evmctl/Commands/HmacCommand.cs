using Imara.Cli.Evmctl.Files;
using Imara.Cli.Evmctl.Keys;
using Imara.Signatures;

namespace Imara.Cli.Evmctl.Commands;

/// <summary>`hmac`: labels files with the HMAC that a kernel with the same EVM key computes.</summary>
internal sealed class HmacCommand()
    : FileCommand(
        "hmac",
        "[-r] [-n] [-s | -d] [--hmackey FILE] [-u[UUID]] FILE...",
        "Write the HMAC of the metadata to security.evm; -s and -d sign or hash the content first.")
{
    private const string DefaultKey = "/etc/keys/evm-key-plain";
    private const int LongestKey = 128;

    /// <inheritdoc/>
    protected override FileWork? Prepare(EvmctlCall call, out int status)
    {
        status = EvmctlStatus.Failed;
        var path = call.Options.HmacKey ?? DefaultKey;
        if (call.Options.GivenAlgo is not (null or HashAlgo.Sha1))
        {
            call.Streams.Fail("hmac: the kernel takes HMACs by SHA-1 only");
            return null;
        }

        if (!SmallFile.TryRead(path, out var key, out var reason) || key.Length is 0 or > LongestKey)
        {
            call.Streams.Fail(reason.Length > 0 ? reason : $"{path}: an EVM key has 1 to {LongestKey} bytes, not {key.Length}");
            return null;
        }

        Signer? signer = null;
        if (call.Options.ImaSig && (signer = SignerReader.Read(call)) is null)
        {
            return null;
        }

        return new Work(call, key, signer);
    }

    private sealed class Work(EvmctlCall call, byte[] key, Signer? signer) : FileWork
    {
        // `-a` is about the HMAC here; content is labelled by the usual algorithm.
        private readonly ContentLabels labels = new(call with { Options = call.Options with { GivenAlgo = null } });

        public override void Do(TargetFile file, FileWorker worker)
        {
            byte[]? label = null;
            if ((signer is not null && !labels.TryMakeSignature(file, signer, worker, out label)) || (call.Options.ImaHash && !labels.TryMakeHash(file, worker, out label)))
            {
                return;
            }

            var both = new MetadataLabels(call, labels);
            if (!EvmInput.TryReadBound(both.With(label, isPortable: false), file, out var input, out var reason))
            {
                worker.Fail(file.Path, reason);
                return;
            }

            byte[] value = [(byte)ImaXattrType.EvmHmac, .. EvmDigest.ComputeHmac(key, input)];
            worker.Remark("hmac: " + Convert.ToHexStringLower(value.AsSpan(1)));
            both.Write(file, label, isSigned: signer is not null && !call.Options.ImaHash, value, worker);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                signer?.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
