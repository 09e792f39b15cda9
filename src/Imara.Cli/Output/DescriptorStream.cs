using Imara.Failures;
using Imara.Linux.Files;

namespace Imara.Cli.Output;

/// <summary>
/// A standard stream, straight from its descriptor: the console of the framework would send codes to the terminal that nobody asked for.
/// </summary>
/// <param name="descriptor">0, 1 or 2; it stays open.</param>
internal sealed class DescriptorStream(int descriptor) : Stream
{
    private const int Pause = 1;
    private bool isGone;

    /// <inheritdoc/>
    public override bool CanRead => descriptor == 0;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => descriptor != 0;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    private string Name => descriptor switch { 0 => "standard input", 1 => "standard output", _ => "standard error" };

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            var error = Descriptor.Read(descriptor, buffer, out var length);
            if (error != Errno.EAGAIN)
            {
                return error == Errno.None ? length : throw Failed(error);
            }

            Thread.Sleep(Pause);
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    /// <remarks>A reader that went away has all it wanted. Standard error is where errors are told, so its own are not.</remarks>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty && !isGone)
        {
            switch (Descriptor.Write(descriptor, buffer, out var count))
            {
                case Errno.None:
                    buffer = buffer[(int)count..];
                    break;
                case Errno.EINTR:
                    break;
                case Errno.EAGAIN:
                    Thread.Sleep(Pause);
                    break;
                case Errno.EPIPE:
                    isGone = true;
                    break;
                case var _ when descriptor == 2:
                    return;
                case var error:
                    throw Failed(error);
            }
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
        // Nothing is kept back.
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    private ToldIOException Failed(Errno error) => error == Errno.EBADF
        ? new ToldIOException($"{Name} is closed", (int)error)
        : IoErrors.Make(Name, error);
}
