using System.Text;
using Imara.Cli.Evmctl.Files;
using Imara.Cli.Evmctl.Options;
using Imara.Linux.Trees;

namespace Imara.Cli.Evmctl.Commands;

/// <summary>A command that does the same with each file, or with `-r` with every regular file below directories.</summary>
internal abstract class FileCommand(string name, string usage, string summary) : EvmctlCommand(name, usage, summary)
{
    /// <inheritdoc/>
    public sealed override int Run(EvmctlCall call)
    {
        if (call.Operands.Count == 0)
        {
            return Misused(call, "a file is missing");
        }

        using var work = Prepare(call, out var status);
        if (work is null)
        {
            return status;
        }

        if (call.Options.Recursive)
        {
            return Walk(call, work);
        }

        using var worker = new FileWorker(call.Streams);
        foreach (var path in call.Operands)
        {
            var error = TargetFile.Hold(path, out var file);
            if (file is null)
            {
                worker.Fail(path, ErrnoText.Of(error));
            }
            else
            {
                using (file)
                {
                    work.Do(file, worker);
                }
            }

            worker.Flush();
        }

        return work.ExitStatus(worker.Status);
    }

    /// <summary>Reads what all files have in common: keys above all.</summary>
    /// <param name="call">The call.</param>
    /// <param name="status">The exit status if it cannot be done; the reason is told.</param>
    protected abstract FileWork? Prepare(EvmctlCall call, out int status);

    private static int Walk(EvmctlCall call, FileWork work)
    {
        if (!call.Options.Types.HasFlag(FileTypes.Files))
        {
            call.Streams.Remark("evmctl: --type selects no regular files, and other files have no labels");
            return EvmctlStatus.Good;
        }

        var workers = new List<FileWorker>();
        var options = new TreeWalkOptions { AllFileSystems = !call.Options.Types.HasFlag(FileTypes.OneFileSystem) };
        var roots = call.Operands.Select(path => (ReadOnlyMemory<byte>)Encoding.Latin1.GetBytes(path)).ToArray();
        TreeWalk.Run(roots, options, () =>
        {
            var worker = new FileWorker(call.Streams);
            workers.Add(worker);
            return new FileVisitor(work.Do, worker);
        });
        workers.ForEach(worker => worker.Dispose());
        return work.ExitStatus(workers.Max(worker => worker.Status));
    }
}
