using System.Text;
using CsCheck;
using Imara.Linux.Keyrings;

namespace Imara.Linux.Tests.Keyrings;

public class ProcKeysReaderTests
{
    [Fact]
    public void Lines_of_the_kernel_are_read()
    {
        var keys = ProcKeysReader.Read(Encoding.UTF8.GetBytes(
            """
            02cbb4ad I------     1 perm 1f030000     0     0 keyring   .dns_resolver: empty
            1418eb09 I--Q---     1 perm 39010000     0     0 asymmetri test: 60d057f431677929848b07193efb9e3522252d03: X509.rsa 22252d03 []
            2b1a298f IR-Q---    12   3d 3f010000  1000    -1 user      a: b: 5

            """));
        Assert.Equal(3, keys.Count);
        Assert.Equal((0x02cbb4ad, true, ".dns_resolver"), (keys[0].Serial, keys[0].IsKeyring, Text(keys[0].Name)));
        Assert.Equal(("asymmetri", "test: 60d057f431677929848b07193efb9e3522252d03"), (keys[1].Type, Text(keys[1].Name)));
        Assert.Equal(
            (0x2b1a298f, "IR-Q---", "3d", 0x3f010000u, 1000u, -1, "user", "a: b: 5"),
            (keys[2].Serial, keys[2].Flags, keys[2].Expiry, keys[2].Permissions, keys[2].Uid, keys[2].Gid, keys[2].Type, Text(keys[2].Description)));
    }

    [Fact]
    public void No_bytes_make_the_readers_throw() => Gen.OneOf(Gen.Byte.Array[0, 120], Gen.Char["0123456789abcI- ;:\n"].Array[0, 120].Select(text => Encoding.ASCII.GetBytes(text)))
        .Sample(bytes =>
        {
            var keys = ProcKeysReader.Read(bytes);
            Assert.All(keys, key => Assert.True(key.Name.Length <= bytes.Length));
            _ = KeyDescription.Parse(bytes);
        });

    [Fact]
    public void A_description_may_hold_semicolons()
    {
        var about = KeyDescription.Parse("user;1000;-1;3f010000;a;b"u8.ToArray())!;
        Assert.Equal(("user", 1000u, -1, 0x3f010000u, "a;b"), (about.Type, about.Uid, about.Gid, about.Permissions, Text(about.Description)));
        Assert.Null(KeyDescription.Parse("user;1000;-1;3f010000"u8.ToArray()));
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
