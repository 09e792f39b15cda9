using System.Security.Cryptography;
using System.Text;

namespace Imara.Aot.Tests.Evmctl;

/// <summary>A binary measurement list of template ima-sig, and the PCR values that it leaves.</summary>
internal sealed class SignedList
{
    private readonly List<byte> list = [];
    private byte[] pcr = new byte[20];

    public void Add(string name, byte[] sha256, byte[] signature)
    {
        byte[] data = [.. Counted([.. "sha256:\0"u8, .. sha256]), .. Counted([.. Encoding.UTF8.GetBytes(name), 0]), .. Counted(signature)];
        var digest = SHA1.HashData(data);
        pcr = SHA1.HashData([.. pcr, .. digest]);
        list.AddRange([.. BitConverter.GetBytes(10), .. digest, .. Counted("ima-sig"u8), .. Counted(data)]);
    }

    /// <summary>Writes `list` and `pcrs` to a folder.</summary>
    public void Write(string folder)
    {
        File.WriteAllBytes(folder + "/list", [.. list]);
        File.WriteAllLines(
            folder + "/pcrs",
            Enumerable.Range(0, 11).Select(number => $"PCR-{number:00}: {(number == 10 ? Convert.ToHexStringLower(pcr) : new string('0', 40))}"));
    }

    private static byte[] Counted(ReadOnlySpan<byte> bytes) => [.. BitConverter.GetBytes(bytes.Length), .. bytes];
}
