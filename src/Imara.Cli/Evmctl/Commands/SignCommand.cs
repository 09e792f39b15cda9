using Imara.Cli.Evmctl.Files;
using Imara.Cli.Evmctl.Keys;
using Imara.Signatures;

namespace Imara.Cli.Evmctl.Commands;

/// <summary>`sign`: labels files with a signature of their metadata, after a label of their content where asked.</summary>
internal sealed class SignCommand()
    : FileCommand(
        "sign",
        "[-r] [-n] [-s | -d] [-o | -i] [-a ALGO] [-k KEY] [-u[UUID]] FILE...",
        "Sign the metadata, write the signature to security.evm and print it; -s and -d sign or hash the content first.")
{
    /// <inheritdoc/>
    protected override FileWork? Prepare(EvmctlCall call, out int status)
    {
        status = EvmctlStatus.Failed;
        if (SignerReader.Read(call) is not { } signer)
        {
            return null;
        }

        if (call.Options is { Immutable: true, Portable: false })
        {
            call.Streams.Remark("evmctl: warning: no kernel accepts signatures made with --immutable; --portable replaces it");
        }

        // The content is labelled before the metadata is signed: what no signature can be made of must be found out before.
        var work = new Work(call, signer);
        if (!work.CanSign(out var reason))
        {
            call.Streams.Fail(reason);
            work.Dispose();
            return null;
        }

        return work;
    }

    private sealed class Work(EvmctlCall call, Signer signer) : FileWork
    {
        private readonly ContentLabels labels = new(call);

        public bool CanSign(out string reason) => TrySign(Digest.Zero(call.Options.Algo), out _, out reason);

        public override void Do(TargetFile file, FileWorker worker)
        {
            if ((call.Options.ImaSig && !labels.TrySign(file, signer, worker)) || (call.Options.ImaHash && !labels.TryHash(file, worker)))
            {
                return;
            }

            if (!TryReadInput(file, out var input, out var reason))
            {
                worker.Fail(file.Path, reason);
                return;
            }

            var digest = EvmDigest.Compute(call.Options.Algo, input);
            worker.Detail($"hash({HashAlgos.NameOf(digest.Algo)}): {Convert.ToHexStringLower(digest.Bytes)}");
            if (!TrySign(digest, out var value, out reason))
            {
                worker.Fail(file.Path, reason);
                return;
            }

            worker.Line(Convert.ToHexStringLower(value!));
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
                signer.Dispose();
            }

            base.Dispose(disposing);
        }

        private bool TryReadInput(TargetFile file, out byte[] input, out string reason) =>
            call.Options.Portable ? EvmInput.TryReadPortable(call, file, out input, out reason)
            : call.Options.Immutable ? EvmInput.TryReadImmutable(call, file, out input, out reason)
            : EvmInput.TryReadBound(call, file, out input, out reason);

        private bool TrySign(Digest digest, out byte[]? value, out string reason) => call.Options is { Immutable: true, Portable: false }
            ? signer.TrySignImmutable(digest, out value, out reason)
            : signer.TrySign(call.Options.Portable ? ImaXattrType.EvmPortableSignature : ImaXattrType.Signature, digest, out value, out reason);
    }
}
