using System.Text;
using CsCheck;
using Imara.Cli.Input;
using Imara.Cli.Output;

namespace Imara.Cli.Tests.Input;

public class InputLinesTests
{
    private const int Cap = 200_000;
    private static readonly Gen<int> Length = Gen.OneOf(Gen.Int[0, 5], Gen.Int[65_530, 65_540], Gen.Int[131_070, 131_075], Gen.Int[Cap - 2, Cap]);

    [Fact]
    public void Lines_come_back_as_they_were_joined() => Gen.Select(Length.Array[0, 6], Gen.Int[1, 100_000], Gen.Bool).Sample((lengths, piece, endsInLineFeed) =>
    {
        var lines = lengths.Select((length, i) => new string((char)('a' + i), length)).ToList();
        if (!endsInLineFeed && lines.Count > 0 && lines[^1].Length == 0)
        {
            return;
        }

        var text = string.Join('\n', lines) + (endsInLineFeed && lines.Count > 0 ? "\n" : string.Empty);
        var input = Open(new Pieces(Encoding.ASCII.GetBytes(text), piece));
        var read = new List<string>();
        while (input.TryRead(out var line))
        {
            Assert.False(input.IsTooLong);
            read.Add(Encoding.ASCII.GetString(line.Span));
            Assert.Equal(read.Count, input.Number);
        }

        Assert.Equal(lines, read);
    }, iter: 200);

    [Theory]
    [InlineData(Cap + 1)]
    [InlineData(3 * Cap)]
    public void A_line_beyond_the_cap_is_passed_over_and_the_next_one_read(int length)
    {
        var input = Open(new MemoryStream(Encoding.ASCII.GetBytes("a\n" + new string('x', length) + "\nb")));
        var read = new List<(string, bool)>();
        while (input.TryRead(out var line))
        {
            read.Add((Encoding.ASCII.GetString(line.Span), input.IsTooLong));
        }

        Assert.Equal([("a", false), (string.Empty, true), ("b", false)], read);
        Assert.Equal(3, input.Number);
    }

    [Fact]
    public void A_last_line_beyond_the_cap_is_told()
    {
        var input = Open(new MemoryStream(new byte[3 * Cap]));
        Assert.True(input.TryRead(out _));
        Assert.True(input.IsTooLong);
        Assert.False(input.TryRead(out _));
    }

    [Fact]
    public void A_stream_that_breaks_is_not_at_its_end()
    {
        var input = Open(new Pieces("a\nb"u8.ToArray(), 3, breaks: true));
        Assert.True(input.TryRead(out _));
        Assert.False(input.TryRead(out _));
        Assert.True(input.IsBroken);
    }

    private static InputLines Open(Stream stream) =>
        new("x", stream, Cap, new Report(new StandardStreams(), OutputFormat.Text, quiet: true, verbose: false));

    /// <summary>Gives a few bytes at a time, as pipes do.</summary>
    private sealed class Pieces(byte[] bytes, int size, bool breaks = false) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = base.Read(buffer, offset, Math.Min(count, size));
            return read == 0 && breaks ? throw new IOException("broken") : read;
        }
    }
}
