using System.Text;
using Imara.Linux.Files;
using Imara.Linux.Trees;

namespace Imara.Cli.Evmctl.Files;

/// <summary>Lets a command do its work with every regular file of a tree.</summary>
/// <param name="act">The work.</param>
/// <param name="worker">What this thread works with.</param>
internal sealed class FileVisitor(Action<TargetFile, FileWorker> act, FileWorker worker) : ITreeVisitor
{
    /// <inheritdoc/>
    public ulong Enter(in TreeDirectory directory, ulong above) => 0;

    /// <inheritdoc/>
    public void File(in TreeFile file)
    {
        var path = Encoding.Latin1.GetString(file.Path);
        var error = file.Hold(out var held, out var status);
        if (error != Errno.None)
        {
            worker.Fail(path, ErrnoText.Of(error));
        }
        else
        {
            using var target = new TargetFile(path, held, status);
            act(target, worker);
        }

        worker.Flush();
    }

    /// <inheritdoc/>
    public void Leave(in TreeDirectory directory)
    {
    }

    /// <inheritdoc/>
    public void Failed(ReadOnlySpan<byte> path, TreeFailure failure, Errno error)
    {
        // Left out on purpose: what another file system holds, and what is visited in another place.
        if (error != Errno.None)
        {
            worker.Fail(Encoding.Latin1.GetString(path), ErrnoText.Of(error));
            worker.Flush();
        }
    }
}
