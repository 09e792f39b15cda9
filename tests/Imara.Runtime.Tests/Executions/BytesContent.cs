using Imara.Runtime.Executions;

namespace Imara.Runtime.Tests.Executions;

/// <summary>Content from memory.</summary>
internal readonly struct BytesContent(byte[] bytes) : IContent
{
    public int ReadAt(long offset, Span<byte> buffer)
    {
        if (offset < 0 || offset >= bytes.Length)
        {
            return 0;
        }

        var rest = bytes.AsSpan((int)offset);
        rest = rest[..Math.Min(rest.Length, buffer.Length)];
        rest.CopyTo(buffer);
        return rest.Length;
    }
}
