namespace Imara.Linux.Trees;

/// <summary>The path of what is visited, in one buffer: that of a directory and one name behind it.</summary>
internal sealed class PathBuilder
{
    private byte[] buffer = new byte[4096];
    private int directory;
    private int length;

    /// <summary>The path as it is now.</summary>
    internal ReadOnlySpan<byte> Span => buffer.AsSpan(0, length);

    /// <summary>The path of a directory.</summary>
    internal void Set(DirectoryNode node)
    {
        var size = -1;
        for (var part = node; part is not null; part = part.Parent)
        {
            size += part.Name.Length + 1;
        }

        Grow(size);
        var at = size;
        for (var part = node; part is not null; part = part.Parent)
        {
            at -= part.Name.Length;
            part.Name.CopyTo(buffer.AsSpan(at));
            if (part.Parent is { } parent)
            {
                // The path of a root may end with a slash already.
                if (parent.Parent is null && parent.Name.EndsWith("/"u8))
                {
                    buffer.AsSpan(at, size - at).CopyTo(buffer.AsSpan(at - 1));
                    size--;
                    at--;
                }
                else
                {
                    buffer[--at] = (byte)'/';
                }
            }
        }

        directory = size;
        length = size;
    }

    /// <summary>Puts a name behind the directory.</summary>
    internal void Name(ReadOnlySpan<byte> name)
    {
        Cut();
        Grow(directory + 1 + name.Length);
        if (length == 0 || buffer[length - 1] != '/')
        {
            buffer[length++] = (byte)'/';
        }

        name.CopyTo(buffer.AsSpan(length));
        length += name.Length;
    }

    /// <summary>Takes the name away.</summary>
    internal void Cut() => length = directory;

    private void Grow(int size)
    {
        if (buffer.Length < size)
        {
            Array.Resize(ref buffer, Math.Max(size, buffer.Length * 2));
        }
    }
}
