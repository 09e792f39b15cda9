using System.Text;
using Imara.Linux.Files;

namespace Imara.Boot.Machine;

/// <summary>Reads <c>/dev/kmsg</c>.</summary>
/// <param name="path">The device, or a file with what it said.</param>
internal sealed class KernelLog(string path = KernelLog.UsualPath) : IKernelMessages, IDisposable
{
    private const string UsualPath = "/dev/kmsg";

    // The longest record is 1024 bytes of text with what the kernel puts around it; a smaller buffer than the record is an error.
    private const int RecordMax = 8192;
    private const int MostReads = 100_000;
    private const Errno Overwritten = (Errno)32; // EPIPE
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
    public IReadOnlyList<KernelMessage> SinceMark() => marked >= 0 && TryReadFrom(marked, out var messages) ? messages : [];

    /// <inheritdoc/>
    public IReadOnlyList<KernelMessage> All() => TryReadAll(out var messages) ? messages : [];

    /// <summary>What the log still holds of this boot.</summary>
    /// <returns>False if it cannot be read.</returns>
    public bool TryReadAll(out IReadOnlyList<KernelMessage> messages)
    {
        messages = [];
        if (!TryOpen(out var descriptor))
        {
            return false;
        }

        var isRead = TryReadFrom(descriptor, out messages);
        _ = Descriptor.Close(descriptor);
        return isRead;
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

    private bool TryOpen(out int descriptor) =>
        Descriptor.Open(Encoding.UTF8.GetBytes(path), OpenFlags.ReadOnly | OpenFlags.NonBlocking, out descriptor) == Errno.None;

    // A read of the device is one record; of a file it ends anywhere, so that lines are cut only when all is there.
    private static bool TryReadFrom(int descriptor, out IReadOnlyList<KernelMessage> messages)
    {
        var text = new List<byte>();
        Span<byte> buffer = stackalloc byte[RecordMax];
        for (var i = 0; i < MostReads; i++)
        {
            var error = Descriptor.Read(descriptor, buffer, out var length);
            if (error == Errno.None && length > 0)
            {
                text.AddRange(buffer[..length]);
            }
            else if (error is Errno.None or Errno.EAGAIN)
            {
                break;
            }
            else if (error != Overwritten)
            {
                messages = [];
                return false;
            }
        }

        messages = KernelMessage.ReadAll(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(text));
        return true;
    }
}
