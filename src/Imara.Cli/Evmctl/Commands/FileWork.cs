using Imara.Cli.Evmctl.Files;

namespace Imara.Cli.Evmctl.Commands;

/// <summary>What a command does with a file, once its keys are read; for several threads at once.</summary>
internal abstract class FileWork : IDisposable
{
    /// <summary>Does it, and says so.</summary>
    public abstract void Do(TargetFile file, FileWorker worker);

    /// <summary>The exit status when all is done.</summary>
    /// <param name="worst">The highest of all files.</param>
    public virtual int ExitStatus(int worst) => worst;

    /// <summary>Forgets the keys.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Forgets the keys.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
