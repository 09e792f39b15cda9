using Imara.Cli.Evmctl.Files;
using Imara.Cli.Evmctl.Keys;
using Imara.Signatures;

namespace Imara.Cli.Evmctl.Commands;

/// <summary>`verify`: verifies signatures of metadata.</summary>
internal sealed class VerifyCommand()
    : FileCommand("verify", "[-r] [-k CERT,...] [-u[UUID]] FILE...", "Verify the signature in security.evm.")
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
            var error = file.ReadAttribute(call.EvmName, out var value);
            if (error != Errno.None)
            {
                worker.Fail(file.Path, $"{call.EvmName} cannot be read: {ErrnoText.Of(error)}");
                return;
            }

            if (value.Length < 2 || (ImaXattrType)value[0] is not (ImaXattrType.Signature or ImaXattrType.EvmPortableSignature))
            {
                worker.Fail(file.Path, $"{call.EvmName} holds no signature");
                return;
            }

            check.Report(file, value, TryDigest, EvmctlStatus.Failed, worker);

            bool TryDigest(HashAlgo algo, out Digest? digest, out string reason)
            {
                var isRead = (ImaXattrType)value[0] == ImaXattrType.EvmPortableSignature
                    ? EvmInput.TryReadPortable(call, file, out var input, out reason)
                    : EvmInput.TryReadBound(call, file, out input, out reason);
                digest = isRead ? EvmDigest.Compute(algo, input) : null;
                return isRead;
            }
        }
    }
}
