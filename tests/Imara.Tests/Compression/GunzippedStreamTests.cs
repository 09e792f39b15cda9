using System.IO.Compression;
using Imara.Compression;

namespace Imara.Tests.Compression;

public class GunzippedStreamTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(65_536)]
    [InlineData(200_000)]
    public void What_is_whole_comes_out_as_it_went_in(int size)
    {
        var content = Random(size);
        Assert.Equal(content, Unpack(Pack(content)));
        Assert.Equal([.. content, .. content], Unpack([.. Pack(content), .. Pack(content)]));
    }

    [Fact]
    public void What_is_cut_off_anywhere_is_damaged()
    {
        var packed = Pack([.. Random(300), .. new byte[3000]]);
        for (var length = 0; length < packed.Length; length++)
        {
            if (length > 0)
            {
                Assert.Throws<DamagedDataException>(() => Unpack(packed[..length]));
            }
        }
    }

    [Fact]
    public void What_is_changed_anywhere_in_its_content_is_damaged()
    {
        var packed = Pack(Random(300));
        for (var at = 10; at < packed.Length; at++)
        {
            var changed = packed.ToArray();
            changed[at] ^= 0x41;
            Assert.Throws<DamagedDataException>(() => Unpack(changed));
        }
    }

    private static byte[] Random(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Pack(byte[] content)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return output.ToArray();
    }

    private static byte[] Unpack(byte[] packed)
    {
        using var stream = new GunzippedStream(new MemoryStream(packed));
        using var output = new MemoryStream();
        stream.CopyTo(output);
        return output.ToArray();
    }
}
