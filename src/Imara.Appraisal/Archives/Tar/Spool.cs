using System.Buffers;
using System.Text;
using Imara.Failures;
using Imara.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Imara.Appraisal.Archives.Tar;

/// <summary>Keeps content that can only be read once: in memory while it is small, else in a file without a name.</summary>
/// <remarks>Written by one thread, then read by one at a time. Throws <see cref="IOException"/> where there is no room for the file.</remarks>
internal sealed class Spool : IDisposable
{
    /// <summary>The most bytes that are kept in memory.</summary>
    public const int MaxInMemory = 1 << 20;

    private const int ChunkSize = 128 << 10;

    private readonly byte[] memory;
    private readonly SafeFileHandle? file;

    /// <summary>Makes room.</summary>
    /// <param name="size">How many bytes are going to be kept, from 0.</param>
    public Spool(long size)
    {
        if (size > MaxInMemory)
        {
            file = OpenUnnamed(Path.GetTempPath());
        }

        memory = ArrayPool<byte>.Shared.Rent((int)Math.Min(size, file is null ? MaxInMemory : ChunkSize));
    }

    /// <summary>Bytes kept so far.</summary>
    public long Length { get; private set; }

    /// <summary>Bytes of memory that it takes.</summary>
    public int MemorySize => memory.Length;

    /// <summary>Where the next bytes are to be written, at most <paramref name="wanted"/>; then <see cref="Advance"/>.</summary>
    public Span<byte> Room(long wanted)
    {
        var start = file is null ? (int)Length : 0;
        return memory.AsSpan(start, (int)Math.Min(wanted, memory.Length - start));
    }

    /// <summary>Keeps bytes that were written to <see cref="Room"/>.</summary>
    public void Advance(int count)
    {
        if (file is not null)
        {
            RandomAccess.Write(file, memory.AsSpan(0, count), Length);
        }

        Length += count;
    }

    /// <summary>Hands the first bytes to a consumer, piece by piece.</summary>
    /// <param name="count">How many.</param>
    /// <param name="consume">Takes a piece.</param>
    public void Read(long count, Action<ReadOnlySpan<byte>> consume)
    {
        if (file is null)
        {
            consume(memory.AsSpan(0, (int)count));
            return;
        }

        for (long offset = 0; offset < count;)
        {
            var length = RandomAccess.Read(file, memory.AsSpan(0, (int)Math.Min(memory.Length, count - offset)), offset);
            if (length == 0)
            {
                throw new ToldIOException("a temporary file was shortened");
            }

            consume(memory.AsSpan(0, length));
            offset += length;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(memory);
        file?.Dispose();
    }

    private static SafeFileHandle OpenUnnamed(string directory)
    {
        var error = UnnamedFile.Open(Encoding.UTF8.GetBytes(directory), out var descriptor);
        return error == Errno.None ? new SafeFileHandle(descriptor, ownsHandle: true) : throw IoErrors.Make(directory, error);
    }
}
