using System.Buffers;
using System.Text;
using System.Text.Json;
using Imara.Policy.Kernels;
using Imara.Traces.KnownData;

namespace Imara.Traces.Tests;

public class TraceReplayerTests
{
    [Theory]
    [InlineData("{", "line", "7")]
    [InlineData("[]", "line", "7")]
    [InlineData("{\"id\":\"s-1\"}", "id", "s-1")]
    [InlineData("{\"id\":\"s-1\",\"kernel\":\"no kernel\",\"actors\":{},\"ops\":[]}", "id", "s-1")]
    [InlineData("{\"id\":\"s-1\",\"kernel\":\"6.12\",\"actors\":{},\"ops\":[{\"n\":0,\"phase\":\"work\",\"actor\":3,\"op\":\"cat\",\"args\":[\"/a\"]}]}", "id", "s-1")]
    [InlineData("{\"id\":\"s-1\",\"kernel\":\"6.12\",\"actors\":{\"0\":{}},\"ops\":[{\"n\":0,\"phase\":\"work\",\"actor\":0,\"op\":\"fly\",\"args\":[]}]}", "id", "s-1")]
    [InlineData("{\"id\":\"s-1\",\"kernel\":\"6.12\",\"actors\":{\"0\":{}},\"ops\":[{\"n\":0,\"phase\":\"work\",\"actor\":0,\"op\":\"put\",\"args\":[\"/a\",\"9\"]}]}", "id", "s-1")]
    public void A_line_that_cannot_be_replayed_is_answered_with_its_reason(string scenario, string member, string value)
    {
        using var answer = Replay(new TraceReplayer(KnownFacts.Empty), scenario, out var isGood);
        Assert.False(isGood);
        Assert.Equal(value, answer.RootElement.GetProperty(member).ToString());
        Assert.NotEmpty(answer.RootElement.GetProperty("error").GetString()!);
    }

    [Fact]
    public void Only_the_first_answer_carries_the_schema()
    {
        var replayer = new TraceReplayer(KnownFacts.Empty);
        using var first = Replay(replayer, "{", out _);
        using var second = Replay(replayer, "{", out _);
        Assert.Equal(1, first.RootElement.GetProperty("schema").GetInt32());
        Assert.False(second.RootElement.TryGetProperty("schema", out _));
    }

    [Fact]
    public void A_kernel_that_is_asked_for_takes_the_place_of_the_recorded_one()
    {
        const string Scenario = """{"id":"s-1","kernel":"6.12-lab","actors":{},"ops":[]}""";
        using var recorded = Replay(new TraceReplayer(KnownFacts.Empty), Scenario, out _);
        using var debian = Replay(new TraceReplayer(KnownFacts.Empty, KnownKernels.Find("6.12-debian")), Scenario, out _);
        Assert.Contains(" ima-ng ", recorded.RootElement.GetProperty("boot_entries")[0].GetString());
        Assert.Contains(" ima-sig ", debian.RootElement.GetProperty("boot_entries")[0].GetString());
    }

    private static JsonDocument Replay(TraceReplayer replayer, string scenario, out bool isGood)
    {
        var output = new ArrayBufferWriter<byte>();
        isGood = replayer.Replay(Encoding.UTF8.GetBytes(scenario), 7, output);
        return JsonDocument.Parse(output.WrittenMemory);
    }
}
