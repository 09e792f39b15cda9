using System.Text;
using Imara.Appraisal.Files;

namespace Imara.Cli.Evmctl.Files;

/// <summary>What one thread works with: a digester, and the text about the file at hand, which comes out in one piece.</summary>
internal sealed class FileWorker(EvmctlStreams streams) : IDisposable
{
    private readonly StringBuilder answer = new();
    private readonly StringBuilder remarks = new();

    /// <summary>Hashes content.</summary>
    public FileDigester Digester { get; } = new();

    /// <summary>The highest exit status so far.</summary>
    public int Status { get; private set; }

    /// <summary>A line of the answer.</summary>
    public void Line(string text) => answer.Append(text).Append('\n');

    /// <summary>A line on standard error.</summary>
    public void Remark(string text) => remarks.Append(text).Append('\n');

    /// <summary>A line on standard error that only `-v` shows.</summary>
    public void Detail(string text)
    {
        if (streams.Verbosity > 0)
        {
            Remark(text);
        }
    }

    /// <summary>Says why something failed.</summary>
    /// <param name="path">What it is about.</param>
    /// <param name="reason">The reason.</param>
    /// <param name="status">The exit status it leads to.</param>
    /// <returns>False.</returns>
    public bool Fail(string path, string reason, int status = EvmctlStatus.Failed)
    {
        Remark($"evmctl: {path}: {reason}");
        Status = Math.Max(Status, status);
        return false;
    }

    /// <summary>Lets the text about this file out.</summary>
    public void Flush()
    {
        streams.Write(answer.ToString(), remarks.ToString());
        answer.Clear();
        remarks.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => Digester.Dispose();
}
