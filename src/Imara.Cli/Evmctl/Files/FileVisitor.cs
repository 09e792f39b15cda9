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
        var error = TargetFile.Hold(path, file.Directory, file.Name.ToArray(), out var target);
        using (target)
        {
            // Another file may have this name by now.
            if (target is not null && (target.Status.Inode, target.Status.Device) != (file.Status.Inode, file.Status.Device))
            {
                error = Errno.ESTALE;
            }

            if (error != Errno.None)
            {
                worker.Fail(path, ErrnoText.Of(error));
            }
            else
            {
                act(target!, worker);
            }
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
