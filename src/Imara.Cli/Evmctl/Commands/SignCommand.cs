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
            byte[]? label = null;
            if ((call.Options.ImaSig && !labels.TryMakeSignature(file, signer, worker, out label)) || (call.Options.ImaHash && !labels.TryMakeHash(file, worker, out label)))
            {
                return;
            }

            var both = new MetadataLabels(call, labels);
            if (!TryReadInput(both.With(label, call.Options.Portable), file, out var input, out var reason))
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
            both.Write(file, label, call.Options is { ImaSig: true, ImaHash: false }, value!, worker);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                signer.Dispose();
            }

            base.Dispose(disposing);
        }

        private static bool TryReadInput(EvmctlCall labelled, TargetFile file, out byte[] input, out string reason) =>
            labelled.Options.Portable ? EvmInput.TryReadPortable(labelled, file, out input, out reason)
            : labelled.Options.Immutable ? EvmInput.TryReadImmutable(labelled, file, out input, out reason)
            : EvmInput.TryReadBound(labelled, file, out input, out reason);

        private bool TrySign(Digest digest, out byte[]? value, out string reason) => call.Options is { Immutable: true, Portable: false }
            ? signer.TrySignImmutable(digest, out value, out reason)
            : signer.TrySign(call.Options.Portable ? ImaXattrType.EvmPortableSignature : ImaXattrType.Signature, digest, out value, out reason);
    }
}
