using Imara.Cli.Evmctl.Files;
using Imara.Cli.Evmctl.Keys;
using Imara.Signatures;

namespace Imara.Cli.Evmctl.Commands;

/// <summary>`ima_verify`: verifies signatures of content.</summary>
internal sealed class ImaVerifyCommand()
    : FileCommand("ima_verify", "[-r] [-f] [-k CERT,...] FILE...", "Verify the signature in security.ima, or with -f in FILE.sig.")
{
    /// <inheritdoc/>
    protected override FileWork? Prepare(EvmctlCall call, out int status)
    {
        status = EvmctlStatus.Failed;
        return VerificationKeys.Read(call) is { } keys ? new Work(call, new SignatureCheck(keys)) : null;
    }

    private sealed class Work(EvmctlCall call, SignatureCheck check) : FileWork
    {
        public override void Do(TargetFile file, FileWorker worker)
        {
            if (TryReadValue(file, worker, out var value))
            {
                check.Report(file, value, TryDigest, EvmctlStatus.Bad, worker);
            }

            bool TryDigest(HashAlgo algo, out Digest? digest, out string reason) => (ImaXattrType)value[0] == ImaXattrType.VeritySignature
                ? VerityDigests.TryRead(file, worker.Digester, algo, out digest, out reason)
                : file.TryDigest(worker.Digester, algo, out digest, out reason);
        }

        // Whatever is wrong with one of the files: as evmctl, the answer is 1.
        public override int ExitStatus(int worst) => Math.Min(worst, EvmctlStatus.Bad);

        private bool TryReadValue(TargetFile file, FileWorker worker, out byte[] value)
        {
            if (call.Options.SigFile)
            {
                return SmallFile.TryRead(ContentLabels.SigFileOf(file.Path), out value, out var reason)
                    ? value.Length > 0 || worker.Fail(ContentLabels.SigFileOf(file.Path), "is empty")
                    : worker.Fail(file.Path, "no signature file: " + reason);
            }

            var error = file.ReadAttribute(call.ImaName, out value);
            if (error != Errno.None)
            {
                worker.Fail(file.Path, $"{call.ImaName} cannot be read: {ErrnoText.Of(error)}");

                // The words that scripts look for.
                worker.Remark($"getxattr failed: {file.Path}");
                return false;
            }

            if (value.Length > 1 && (ImaXattrType)value[0] is ImaXattrType.Signature or ImaXattrType.VeritySignature)
            {
                return true;
            }

            worker.Remark($"{file.Path}: xattr ima has no signature");
            return worker.Fail(file.Path, $"{call.ImaName} holds no signature");
        }
    }
}
