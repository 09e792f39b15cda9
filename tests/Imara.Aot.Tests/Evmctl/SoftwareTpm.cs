using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Imara.Aot.Tests.Evmctl;

/// <summary>A TPM in software on a socket of its own, started, with one extend in PCR 4 of its SHA-256 bank.</summary>
internal sealed class SoftwareTpm : IDisposable
{
    // TPM2_PCR_Extend of PCR 4, empty password, one digest of SHA-256: 32 bytes 0x11.
    private static readonly byte[] Extend =
    [
        .. Convert.FromHexString("800200000041" + "00000182" + "00000004" + "00000009" + "40000009" + "0000" + "00" + "0000" + "00000001" + "000b"),
        .. Enumerable.Repeat((byte)0x11, 32),
    ];

    private readonly DirectoryInfo state = Directory.CreateTempSubdirectory("imara-tpm-");
    private readonly Process process;

    public SoftwareTpm()
    {
        Port = FreePort();
        process = Process.Start(
            "swtpm",
            ["socket", "--tpm2", "--tpmstate", "dir=" + state.FullName, "--server", $"type=tcp,port={Port},disconnect=false", "--ctrl", "type=unixio,path=" + state.FullName + "/ctrl", "--flags", "not-need-init,startup-clear"]);
        using var socket = Connect();
        socket.Send(Extend);
        var answer = new byte[64];
        Assert.Equal(19, socket.Receive(answer));
        Assert.Equal("00000000", Convert.ToHexString(answer.AsSpan(6, 4)));
    }

    public int Port { get; }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        state.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private Socket Connect()
    {
        for (var attempt = 0; ; attempt++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(IPAddress.Loopback, Port);
                return socket;
            }
            catch (SocketException) when (attempt < 200 && !process.HasExited)
            {
                socket.Dispose();
                Thread.Sleep(50);
            }
        }
    }
}
