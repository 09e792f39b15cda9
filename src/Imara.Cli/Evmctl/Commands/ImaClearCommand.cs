using Imara.Cli.Evmctl.Files;

namespace Imara.Cli.Evmctl.Commands;

/// <summary>`ima_clear`: removes the labels of files.</summary>
internal sealed class ImaClearCommand()
    : FileCommand("ima_clear", "[-r] [-t fm] FILE...", "Remove security.ima and security.evm.")
{
    /// <inheritdoc/>
    protected override FileWork? Prepare(EvmctlCall call, out int status)
    {
        status = EvmctlStatus.Good;
        return new Work(call);
    }

    private sealed class Work(EvmctlCall call) : FileWork
    {
        public override void Do(TargetFile file, FileWorker worker)
        {
            worker.Remark(file.Path);
            foreach (var name in (string[])[call.ImaName, call.EvmName])
            {
                var error = file.RemoveAttribute(name);
                if (error != Errno.None)
                {
                    worker.Fail(file.Path, $"{name} cannot be removed: {ErrnoText.Of(error)}");
                }
            }
        }
    }
}
