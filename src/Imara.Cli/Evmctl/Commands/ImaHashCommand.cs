using Imara.Cli.Evmctl.Files;

namespace Imara.Cli.Evmctl.Commands;

/// <summary>`ima_hash`: labels files with the digest of their content.</summary>
internal sealed class ImaHashCommand()
    : FileCommand("ima_hash", "[-r] [-n] [-a ALGO] FILE...", "Write the digest of the content to security.ima and print the value.")
{
    /// <inheritdoc/>
    protected override FileWork? Prepare(EvmctlCall call, out int status)
    {
        status = EvmctlStatus.Good;
        return new Work(new ContentLabels(call));
    }

    private sealed class Work(ContentLabels labels) : FileWork
    {
        public override void Do(TargetFile file, FileWorker worker) => labels.TryHash(file, worker);
    }
}
