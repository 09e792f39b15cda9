using System.Buffers.Binary;
using System.Net;
using System.Text;
using Imara.Linux.Files;
using Imara.Linux.Interop;

namespace Imara.Linux.Tpm;

/// <summary>A TPM: the kernel's device, or a socket on which whole commands and answers go bare, as swtpm has them.</summary>
/// <remarks>docs/reference/attestation.md 1.3, 1.4.</remarks>
public sealed unsafe class TpmChannel : IDisposable
{
    private const int HeaderSize = 10;
    private const int Largest = 4096;
    private const int PatienceMilliseconds = 30_000;
    private const int Unix = 1;
    private const int Internet = 2;

    private readonly int descriptor;

    private TpmChannel(int descriptor) => this.descriptor = descriptor;

    /// <summary>Opens a device such as <c>/dev/tpmrm0</c>.</summary>
    public static Errno OpenDevice(string path, out TpmChannel? channel)
    {
        var error = Descriptor.Open(Encoding.Latin1.GetBytes(path), OpenFlags.ReadWrite, out var descriptor);
        channel = error == Errno.None ? new TpmChannel(descriptor) : null;
        return error;
    }

    /// <summary>Connects to a socket of TCP.</summary>
    /// <param name="address">IPv4.</param>
    /// <param name="port">The port.</param>
    /// <param name="channel">The TPM; null on failure.</param>
    public static Errno Connect(IPAddress address, ushort port, out TpmChannel? channel)
    {
        Span<byte> name = stackalloc byte[16];
        name.Clear();
        BitConverter.TryWriteBytes(name, (ushort)Internet);
        BinaryPrimitives.WriteUInt16BigEndian(name[2..], port);
        address.TryWriteBytes(name[4..], out _);
        return Connect(Internet, name, out channel);
    }

    /// <summary>Connects to a socket in the file system.</summary>
    public static Errno Connect(string path, out TpmChannel? channel)
    {
        channel = null;
        Span<byte> name = stackalloc byte[110];
        name.Clear();
        BitConverter.TryWriteBytes(name, (ushort)Unix);
        return Encoding.Latin1.TryGetBytes(path, name[2..^1], out _) ? Connect(Unix, name, out channel) : Errno.ENAMETOOLONG;
    }

    /// <summary>Sends a command and waits for its answer, 30 seconds at most.</summary>
    /// <param name="command">The whole command.</param>
    /// <param name="response">The whole answer; empty on failure.</param>
    public Errno Exchange(ReadOnlySpan<byte> command, out byte[] response)
    {
        response = [];
        while (!command.IsEmpty)
        {
            var error = Descriptor.Write(descriptor, command, out var written);
            if (error is not Errno.None and not Errno.EINTR)
            {
                return error;
            }

            command = command[(int)Math.Min(written, command.Length)..];
        }

        var buffer = new byte[Largest];
        var length = 0;
        while (length < HeaderSize || length < BinaryPrimitives.ReadUInt32BigEndian(buffer.AsSpan(2)))
        {
            var poll = new PollEntry { Descriptor = descriptor, Events = PollEntry.In };
            if (Libc.Poll(&poll, 1, PatienceMilliseconds) == 0)
            {
                return Errno.ETIMEDOUT;
            }

            var error = Descriptor.Read(descriptor, buffer.AsSpan(length), out var count);
            if (error != Errno.None || count == 0)
            {
                return error == Errno.None ? Errno.EIO : error;
            }

            length += count;
        }

        response = buffer[..length];
        return Errno.None;
    }

    /// <inheritdoc/>
    public void Dispose() => Descriptor.Close(descriptor);

    private static Errno Connect(int domain, ReadOnlySpan<byte> name, out TpmChannel? channel)
    {
        const int StreamAndCloseOnExec = 0x80001;
        channel = null;
        var socket = Libc.Socket(domain, StreamAndCloseOnExec, 0);
        if (socket < 0)
        {
            return Libc.LastErrno;
        }

        fixed (byte* at = name)
        {
            if (Libc.Connect(socket, at, (uint)name.Length) == 0)
            {
                channel = new TpmChannel(socket);
                return Errno.None;
            }
        }

        var error = Libc.LastErrno;
        Descriptor.Close(socket);
        return error;
    }
}
