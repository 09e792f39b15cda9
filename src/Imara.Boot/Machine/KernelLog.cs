using Imara.Linux.Files;

namespace Imara.Boot.Machine;

/// <summary>Reads <c>/dev/kmsg</c>.</summary>
internal sealed class KernelLog : IKernelMessages, IDisposable
{
    // The longest record is 1024 bytes of text with what the kernel puts around it; a smaller buffer than the record is an error.
    private const int RecordMax = 8192;
    private const int MostRecords = 100_000;
    private int marked = -1;

    /// <inheritdoc/>
    public bool IsReadable => marked >= 0;

    /// <inheritdoc/>
    public void Mark()
    {
        Dispose();
        if (TryOpen(out marked) && Descriptor.SeekToEnd(marked) != Errno.None)
        {
            Dispose();
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<KernelMessage> SinceMark() => marked < 0 ? [] : ReadFrom(marked);

    /// <inheritdoc/>
    public IReadOnlyList<KernelMessage> All()
    {
        if (!TryOpen(out var descriptor))
        {
            return [];
        }

        var messages = ReadFrom(descriptor);
        _ = Descriptor.Close(descriptor);
        return messages;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (marked >= 0)
        {
            _ = Descriptor.Close(marked);
            marked = -1;
        }
    }

    private static bool TryOpen(out int descriptor) =>
        Descriptor.Open("/dev/kmsg"u8, OpenFlags.ReadOnly | OpenFlags.NonBlocking, out descriptor) == Errno.None;

    private static List<KernelMessage> ReadFrom(int descriptor)
    {
        var messages = new List<KernelMessage>();
        Span<byte> buffer = stackalloc byte[RecordMax];
        for (var i = 0; i < MostRecords; i++)
        {
            var error = Descriptor.Read(descriptor, buffer, out var length);
            if (error == Errno.EAGAIN || (error == Errno.None && length == 0))
            {
                break;
            }

            // Records that were overwritten are an error once; the next read goes on behind them.
            if (error == Errno.None && KernelMessage.TryParse(buffer[..length], out var message))
            {
                messages.Add(message);
            }
        }

        return messages;
    }
}
