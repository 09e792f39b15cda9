using Imara.Linux.Files;
using Imara.Linux.Interop;

namespace Imara.Linux.Processes;

/// <summary>Numbers that two processes see: a page of memory without a name. Each word is read and written whole, in order.</summary>
public sealed unsafe class SharedWords : IDisposable
{
    private const int PageSize = 4096;
    private const int ReadWrite = 3;
    private const int Shared = 1;

    private readonly SafeDescriptor handle;
    private readonly long* words;

    private SharedWords(SafeDescriptor handle, nint address)
    {
        this.handle = handle;
        words = (long*)address;
    }

    /// <summary>How many words there are.</summary>
    public static int Count => PageSize / sizeof(long);

    internal SafeDescriptor Handle => handle;

    /// <summary>Word number <paramref name="index"/>, from 0.</summary>
    public long this[int index]
    {
        get => Volatile.Read(ref At(index));
        set => Volatile.Write(ref At(index), value);
    }

    /// <summary>Makes a page of zeros.</summary>
    public static Errno Create(out SharedWords? page)
    {
        page = null;
        var error = Descriptor.CreateInMemory(out var descriptor);
        if (error != Errno.None)
        {
            return error;
        }

        if (Libc.FTruncate(descriptor, PageSize) < 0)
        {
            error = Libc.LastErrno;
            Descriptor.Close(descriptor);
            return error;
        }

        return Adopt(descriptor, out page);
    }

    /// <summary>Takes over a descriptor that another process made with <see cref="Create"/>.</summary>
    /// <param name="descriptor">The descriptor; it belongs to the page from now on, also on failure.</param>
    /// <param name="page">The page, if the result is <see cref="Errno.None"/>.</param>
    public static Errno Adopt(int descriptor, out SharedWords? page)
    {
        page = null;
        var owned = new SafeDescriptor(descriptor);
        var address = Libc.MMap(0, PageSize, ReadWrite, Shared, descriptor, 0);
        if (address == -1)
        {
            var error = Libc.LastErrno;
            owned.Dispose();
            return error;
        }

        page = new SharedWords(owned, address);
        return Errno.None;
    }

    /// <summary>Closes the descriptor. The page stays mapped until the process ends: a thread that did not end may still count in it.</summary>
    public void Dispose() => handle.Dispose();

    private ref long At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return ref words[index];
    }
}
