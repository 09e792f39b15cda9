namespace Imara.Compression;

/// <summary>Two streams, one behind the other.</summary>
public sealed class ChainedStream(Stream first, Stream second) : ReadOnlyStream
{
    private bool isFirstOver;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        var length = isFirstOver || count == 0 ? 0 : first.Read(buffer, offset, count);
        isFirstOver = length == 0;
        return isFirstOver ? second.Read(buffer, offset, count) : length;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        first.Dispose();
        second.Dispose();
        base.Dispose(disposing);
    }
}
