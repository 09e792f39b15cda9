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
            if ((signer is not null && !labels.TrySign(file, signer, worker)) || (call.Options.ImaHash && !labels.TryHash(file, worker)))
            {
                return;
            }

            if (!EvmInput.TryReadBound(call, file, out var input, out var reason))
            {
                worker.Fail(file.Path, reason);
                return;
            }

            byte[] value = [(byte)ImaXattrType.EvmHmac, .. EvmDigest.ComputeHmac(key, input)];
            worker.Remark("hmac: " + Convert.ToHexStringLower(value.AsSpan(1)));
            var error = call.Options.NoXattr ? Errno.None : file.WriteAttribute(call.EvmName, value);
            if (error != Errno.None)
            {
                worker.Fail(file.Path, $"{call.EvmName} cannot be written: {ErrnoText.Of(error)}");
            }
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
