using System.Text;

namespace Imara.Cli.Output;

/// <summary>Standard output, buffered, and standard error, unbuffered; UTF-8.</summary>
internal sealed class StandardStreams : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private readonly BufferedStream bytes;

    /// <summary>Opens nothing: the two descriptors are there.</summary>
    public StandardStreams()
        : this(new DescriptorStream(1))
    {
    }

    /// <summary>With another place for the answer.</summary>
    public StandardStreams(Stream output)
    {
        bytes = new BufferedStream(output, 64 * 1024);
        Out = new StreamWriter(bytes, Utf8, bufferSize: 1024) { NewLine = "\n" };
        Error = new StreamWriter(new DescriptorStream(2), Utf8, bufferSize: 256) { NewLine = "\n", AutoFlush = true };
    }

    /// <summary>Standard output for text.</summary>
    public StreamWriter Out { get; }

    /// <summary>Standard error.</summary>
    public StreamWriter Error { get; }

    /// <summary>Standard output for bytes, behind what was written to <see cref="Out"/> so far.</summary>
    public Stream Bytes
    {
        get
        {
            Out.Flush();
            return bytes;
        }
    }

    /// <summary>Writes out what is buffered.</summary>
    /// <exception cref="IOException">Standard output cannot take it, such as on a full disk.</exception>
    public void Flush() => Out.Flush();

    /// <summary>As <see cref="Flush"/>, after an error that is reported already.</summary>
    public void TryFlush()
    {
        try
        {
            Flush();
        }
        catch (IOException)
        {
            // The first error is the one that counts.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => TryFlush();
}
