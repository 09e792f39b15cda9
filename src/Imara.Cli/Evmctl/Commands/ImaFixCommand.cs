using System.Text;
using Imara.Cli.Evmctl.Files;
using Imara.Cli.Evmctl.Options;
using Imara.Linux.Files;

namespace Imara.Cli.Evmctl.Commands;

/// <summary>`ima_fix`: opens files, so that a kernel in fix mode labels those that its policy appraises.</summary>
/// <remarks>docs/reference/appraisal.md 5.2.</remarks>
internal sealed class ImaFixCommand()
    : FileCommand("ima_fix", "[-r] [-t fxm] FILE...", "Open files, so that a kernel in fix mode labels them.")
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
            if (call.Options.Types.HasFlag(FileTypes.Unlabelled) && Has(file, call.ImaName) && Has(file, call.EvmName))
            {
                worker.Detail($"{file.Path}: has both labels");
                return;
            }

            var error = Open(file);
            if (error != Errno.None)
            {
                worker.Fail(file.Path, "cannot be opened: " + ErrnoText.Of(error));
            }
            else if (!Has(file, call.ImaName))
            {
                worker.Detail($"{file.Path}: has no label, so that the kernel is not in fix mode or its policy does not appraise this file");
            }
        }

        private static bool Has(TargetFile file, string name) => file.ReadAttribute(name, out _) == Errno.None;

        // What a symbolic link leads to is opened, as every program would.
        private static Errno Open(TargetFile file)
        {
            var error = file.OpenContent(out _);
            if (error != Errno.ELOOP)
            {
                return error;
            }

            error = Descriptor.Open(Encoding.Latin1.GetBytes(file.Path), OpenFlags.ReadOnly | OpenFlags.NonBlocking | OpenFlags.NoTerminal, out var descriptor);
            return error == Errno.None ? Descriptor.Close(descriptor) : error;
        }
    }
}
