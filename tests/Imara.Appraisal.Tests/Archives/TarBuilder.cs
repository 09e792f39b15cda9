using System.Text;
using Imara.Appraisal.Archives.Tar;

namespace Imara.Appraisal.Tests.Archives;

/// <summary>Makes archives block by block, so that nothing that can be wrong is out of reach.</summary>
internal sealed class TarBuilder
{
    private readonly List<byte> bytes = [];

    public static byte[] Header(string name, char type, long size, string link = "", string magic = "ustar\000", Action<byte[]>? change = null)
    {
        var block = new byte[TarHeader.BlockSize];
        Encoding.Latin1.GetBytes(name).CopyTo(block, 0);
        "0000755\00001750\00001751\0"u8.CopyTo(block.AsSpan(100));
        "14000000000\0"u8.CopyTo(block.AsSpan(136));
        block[156] = (byte)type;
        Encoding.Latin1.GetBytes(link).CopyTo(block, 157);
        Encoding.Latin1.GetBytes(magic).CopyTo(block, 257);
        TarNumber.WriteOctal(block.AsSpan(TarHeader.SizeAt, 12), size);
        change?.Invoke(block);
        TarHeader.SetChecksum(block);
        return block;
    }

    public TarBuilder Entry(string name, char type = '0', byte[]? content = null, string link = "", string magic = "ustar\000", Action<byte[]>? change = null)
    {
        content ??= [];
        bytes.AddRange(Header(name, type, content.Length, link, magic, change));
        return Content(content);
    }

    public TarBuilder Content(byte[] content)
    {
        bytes.AddRange(content);
        bytes.AddRange(new byte[-content.Length & 511]);
        return this;
    }

    public TarBuilder File(string name, string content = "content") => Entry(name, content: Encoding.Latin1.GetBytes(content));

    public TarBuilder Pax(params ReadOnlySpan<(string Key, string Value)> records) => Pax('x', records);

    public TarBuilder Pax(char type, params ReadOnlySpan<(string Key, string Value)> records)
    {
        using var content = new MemoryStream();
        foreach (var (key, value) in records)
        {
            content.Write(Record(key, value));
        }

        return Entry("./PaxHeaders/x", type, content.ToArray());
    }

    public static byte[] Record(string key, string value)
    {
        var body = $" {key}={value}\n";
        var length = body.Length + 1;
        while (length != body.Length + length.ToString(System.Globalization.CultureInfo.InvariantCulture).Length)
        {
            length++;
        }

        return Encoding.Latin1.GetBytes(length + body);
    }

    public byte[] End(int zeroBlocks = 2) => [.. bytes, .. new byte[zeroBlocks * TarHeader.BlockSize]];
}
