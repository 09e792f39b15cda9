using System.Text;
using CsCheck;
using Imara.Boot.Ladder;

namespace Imara.Boot.Tests.Ladder;

public sealed class LadderStateFileTests
{
    private const string Good = """{"schema":1,"step":"log","policy":"/p","policy_sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","boot_id":"b","time":"2026-11-23T04:05:06Z"}""";

    [Fact]
    public void A_state_is_written_as_it_is_read() => Assert.Equal(Good + "\n", Encoding.UTF8.GetString(LadderStateFile.Write(Read(Good)!).Span));

    [Fact]
    public void What_is_written_reads_back() =>
        Gen.Select(Gen.Enum<LadderStep>().Where(step => step != LadderStep.None), Gen.String[Gen.Char.AlphaNumeric, 0, 40], Gen.Long[0, 4_000_000_000]).Sample((step, text, seconds) =>
        {
            var state = new LadderState(step, "/" + text + "\"\\é", new string('b', 64), text, DateTimeOffset.FromUnixTimeSeconds(seconds));
            return LadderStateFile.TryRead(LadderStateFile.Write(state).Span, out var read, out _) && read == state;
        });

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"schema\":1")]
    [InlineData(Good + "x")]
    public void Damage_is_no_state(string text) => Assert.Null(Read(text));

    [Theory]
    [InlineData("\"schema\":1", "\"schema\":2")]
    [InlineData("\"log\"", "\"none\"")]
    [InlineData("\"log\"", "\"fly\"")]
    [InlineData("\"log\"", "null")]
    [InlineData("aaaa\"", "aaa\"")]
    [InlineData("04:05:06Z", "04:05:06")]
    [InlineData("\"boot_id\":\"b\",", "")]
    [InlineData("\"boot_id\":\"b\",", "\"boot_id\":\"b\",\"boot_id\":\"b\",")]
    [InlineData("\"boot_id\":\"b\",", "\"boot_id\":\"b\",\"more\":1,")]
    [InlineData("\"boot_id\":\"b\",", "\"boot_id\":\"\\ud800\",")]
    public void What_this_version_does_not_write_is_no_state(string part, string other)
    {
        Assert.Contains(part, Good, StringComparison.Ordinal);
        Assert.Null(Read(Good.Replace(part, other, StringComparison.Ordinal)));
    }

    private static LadderState? Read(string text)
    {
        var isRead = LadderStateFile.TryRead(Encoding.UTF8.GetBytes(text), out var state, out var error);
        Assert.Equal(isRead, error.Message is null);
        return isRead ? state : null;
    }
}
