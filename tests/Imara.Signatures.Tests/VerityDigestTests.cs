using System.Globalization;
using System.Text;

namespace Imara.Signatures.Tests;

/// <summary>docs/reference/appraisal.md 3.</summary>
public class VerityDigestTests
{
    [Fact]
    public void Digests_are_those_computed_independently_in_pieces_of_any_size()
    {
        var lines = File.ReadAllLines(Corpus.PathOf("signatures/verity.csv"));
        Assert.Equal(27, lines.Length);
        foreach (var line in lines)
        {
            var fields = line.Split(", ").Select(field => field.Trim('"')).ToArray();
            var content = Content(int.Parse(fields[0], CultureInfo.InvariantCulture));
            var algo = fields[1] == "sha256" ? VerityAlgo.Sha256 : VerityAlgo.Sha512;
            using var verity = new VerityDigest(algo, int.Parse(fields[2], CultureInfo.InvariantCulture), Encoding.ASCII.GetBytes(fields[3]));
            foreach (var piece in new[] { content.Length + 1, 100_003, 4096 })
            {
                for (var at = 0; at < content.Length; at += piece)
                {
                    verity.Append(content.AsSpan(at, Math.Min(piece, content.Length - at)));
                }

                Assert.Equal(fields[4], Convert.ToHexStringLower(verity.Finish().Bytes));
            }
        }
    }

    [Fact]
    public void The_digest_is_named_by_imas_algorithm()
    {
        using var verity = new VerityDigest(VerityAlgo.Sha512);
        Assert.Equal(HashAlgo.Sha512, verity.Finish().Algo);
    }

    [Theory]
    [InlineData(512)]
    [InlineData(3000)]
    [InlineData(131072)]
    public void Impossible_block_sizes_are_refused(int size) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new VerityDigest(VerityAlgo.Sha256, size));

    private static byte[] Content(int length)
    {
        var content = new byte[length];
        for (var i = 0; i < length; i++)
        {
            content[i] = (byte)((i * 7) + (i / 251));
        }

        return content;
    }
}
