using Imara.Linux.Files;

namespace Imara.Runtime.Executions;

/// <summary>The content of an open file.</summary>
internal readonly struct DescriptorContent(int descriptor) : IContent
{
    /// <inheritdoc/>
    public int ReadAt(long offset, Span<byte> buffer) => Descriptor.ReadAt(descriptor, buffer, offset, out var length) == Errno.None ? length : 0;
}
