using System.Text;
using Imara.Cli.Output;

namespace Imara.Cli.Evmctl;

/// <summary>Standard output and standard error. Text is bytes here, one character each (Latin-1), so that every file name comes out as it went in.</summary>
internal sealed class EvmctlStreams : IDisposable
{
    private readonly StreamWriter output = new(new DescriptorStream(1), Encoding.Latin1, 64 * 1024) { NewLine = "\n" };
    private readonly StreamWriter error = new(new DescriptorStream(2), Encoding.Latin1, 256) { NewLine = "\n", AutoFlush = true };
    private readonly Lock gate = new();

    /// <summary>How many `-v` were given.</summary>
    public int Verbosity { get; set; }

    /// <summary>Text of the answer and text about it, which stay together also when several threads speak.</summary>
    /// <param name="answer">For standard output.</param>
    /// <param name="remarks">For standard error.</param>
    public void Write(string answer, string remarks)
    {
        lock (gate)
        {
            output.Write(answer);
            if (remarks.Length > 0)
            {
                // Where both streams are one terminal, lines appear in the order they were said.
                output.Flush();
                error.Write(remarks);
            }
        }
    }

    /// <summary>A line of the answer.</summary>
    public void Line(string text) => Write(text + "\n", string.Empty);

    /// <summary>A line on standard error.</summary>
    public void Remark(string text) => Write(string.Empty, text + "\n");

    /// <summary>A line on standard error that only `-v` shows.</summary>
    public void Detail(string text)
    {
        if (Verbosity > 0)
        {
            Remark(text);
        }
    }

    /// <summary>Says why something failed.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="status">The exit status it leads to, which is returned.</param>
    public int Fail(string reason, int status = EvmctlStatus.Failed)
    {
        Remark("evmctl: " + reason);
        return status;
    }

    /// <summary>Writes out what is buffered.</summary>
    /// <exception cref="IOException">Standard output cannot take it.</exception>
    public void Flush() => output.Flush();

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            output.Dispose();
            error.Dispose();
        }
        catch (IOException)
        {
            // Flushed before, or told already.
        }
    }
}
