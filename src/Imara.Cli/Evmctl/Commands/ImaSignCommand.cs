using Imara.Cli.Evmctl.Files;
using Imara.Cli.Evmctl.Keys;

namespace Imara.Cli.Evmctl.Commands;

/// <summary>`ima_sign`: labels files with a signature of their content.</summary>
internal sealed class ImaSignCommand()
    : FileCommand(
        "ima_sign",
        "[-r] [-n] [-f] [-a ALGO] [-k KEY] [--keyid HEX | --keyid-from-cert CERT] [--rsa] FILE...",
        "Sign the content, write the signature to security.ima and print it; with -f also to FILE.sig.")
{
    /// <inheritdoc/>
    protected override FileWork? Prepare(EvmctlCall call, out int status)
    {
        status = EvmctlStatus.Failed;
        if (call.Options.VeritySig)
        {
            call.Streams.Fail("ima_sign: --veritysig signs digests given to sign_hash, not files");
            return null;
        }

        return SignerReader.Read(call) is { } signer ? new Work(new ContentLabels(call), signer) : null;
    }

    private sealed class Work(ContentLabels labels, Signer signer) : FileWork
    {
        public override void Do(TargetFile file, FileWorker worker) => labels.TrySign(file, signer, worker);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                signer.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
