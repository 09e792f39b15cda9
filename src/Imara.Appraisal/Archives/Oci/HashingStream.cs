using Imara.Hashing;

namespace Imara.Appraisal.Archives.Oci;

/// <summary>Hashes and counts what is read from, or written to, another stream.</summary>
internal sealed class HashingStream(Stream inner, HashAlgo algo) : Stream
{
    private readonly ContentHash hash = KernelHash.Create(algo);

    /// <summary>Bytes that came by.</summary>
    public long Count { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => inner.CanRead;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => inner.CanWrite;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The name of what came by.</summary>
    public string Finish() => OciDigest.Of(hash.Finish());

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var length = inner.Read(buffer);
        Take(buffer[..length]);
        return length;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        inner.Write(buffer);
        Take(buffer);
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Releases the hash; the other stream stays open.</summary>
    protected override void Dispose(bool disposing)
    {
        hash.Dispose();
        base.Dispose(disposing);
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        hash.Append(bytes);
        Count += bytes.Length;
    }
}
