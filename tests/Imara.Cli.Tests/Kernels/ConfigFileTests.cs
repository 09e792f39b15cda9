using System.IO.Compression;
using Imara.Cli.Kernels;

namespace Imara.Cli.Tests.Kernels;

public class ConfigFileTests
{
    [Fact]
    public void A_text_is_itself_and_a_packed_text_what_was_packed()
    {
        var text = "CONFIG_IMA=y\n"u8.ToArray();
        Assert.True(ConfigFile.TryUnpack(text, out var plain));
        Assert.True(ConfigFile.TryUnpack(Pack(text), out var unpacked));
        Assert.Equal(text, plain.ToArray());
        Assert.Equal(text, unpacked.ToArray());
    }

    [Fact]
    public void Damaged_data_and_a_bomb_are_refused()
    {
        var damaged = Pack("CONFIG_IMA=y\n"u8.ToArray());
        damaged[^6] ^= 0xff;
        Assert.False(ConfigFile.TryUnpack(damaged, out _));
        Assert.False(ConfigFile.TryUnpack(Pack(new byte[65 << 20]), out _));
    }

    private static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }
}
