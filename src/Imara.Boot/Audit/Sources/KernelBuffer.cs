using System.Text;
using Imara.Compression;
using Imara.Linux.Files;

namespace Imara.Boot.Audit.Sources;

/// <summary>The kernel's own log buffer, from its oldest record to the newest there is now.</summary>
internal sealed class KernelBuffer : ReadOnlyStream
{
    /// <summary>Where it is.</summary>
    public const string Path = "/dev/kmsg";

    // Records were overwritten before they were read; reading goes on with the oldest that is there.
    private const Errno Overwritten = (Errno)32;

    // A record that does not fit is lost; the longest has 8 KiB.
    private readonly byte[] record = new byte[16 * 1024];
    private readonly int descriptor;
    private int taken;
    private int held;

    private KernelBuffer(int descriptor) => this.descriptor = descriptor;

    /// <summary>Opens it.</summary>
    public static Errno Open(out KernelBuffer? stream)
    {
        stream = null;
        var error = Descriptor.Open(Encoding.ASCII.GetBytes(Path), OpenFlags.ReadOnly | OpenFlags.NonBlocking, out var descriptor);
        if (error == Errno.None)
        {
            stream = new KernelBuffer(descriptor);
        }

        return error;
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (taken == held && !TryTakeRecord())
        {
            return 0;
        }

        var length = Math.Min(count, held - taken);
        record.AsSpan(taken, length).CopyTo(buffer.AsSpan(offset, length));
        taken += length;
        return length;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Descriptor.Close(descriptor);
        base.Dispose(disposing);
    }

    private bool TryTakeRecord()
    {
        taken = held = 0;
        Errno error;
        do
        {
            error = Descriptor.Read(descriptor, record, out held);
        }
        while (error == Overwritten);
        return error is Errno.None or Errno.EAGAIN ? held > 0 : throw IoErrors.Make(Path, error);
    }
}
