using System.Buffers;
using System.Text;
using System.Text.Json;
using Imara.Policy.Kernels;
using Imara.Traces.KnownData;
using Imara.Traces.Replaying;

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

    [Theory]
    [InlineData(""" "exec","args":["/a","driver"],"target":{"path":"/a","inode":1} """)]
    [InlineData(""" "cat","args":["/a"],"target":{"path":"/a","inode":"1"} """)]
    [InlineData(""" "cat","args":["/a"],"target":{"path":"/a","inode":1,"digests":{"sha0":"00"}} """)]
    [InlineData(""" "cat","args":["/a"],"target":{"path":"/a","inode":1,"digests":{"sha256":"00"}} """)]
    [InlineData(""" "cat","args":["/a"],"target":{"path":"/a","inode":1,"digests":{"sha256":7}} """)]
    public void A_recorded_operation_that_makes_no_sense_is_answered_with_its_reason(string operation)
    {
        var scenario = """{"id":"s-1","kernel":"6.12","actors":{"0":{}},"ops":[{"n":0,"phase":"work","actor":0,"op":""" + operation + "}]}";
        using var answer = Replay(new TraceReplayer(KnownFacts.Empty), scenario, out var isGood);
        Assert.False(isGood);
        Assert.NotEmpty(answer.RootElement.GetProperty("error").GetString()!);
    }

    [Fact]
    public void A_recorded_file_may_be_written_by_other_operations_too()
    {
        const string Cat = """{"n":0,"phase":"work","actor":0,"op":"cat","args":["/a"],"target":{"path":"/a","inode":1}}""";
        const string Append = """{"n":1,"phase":"work","actor":0,"op":"append","args":["/a","00"]}""";
        const string Again = """{"n":2,"phase":"work","actor":0,"op":"cat","args":["/a"],"target":{"inode":1}}""";
        using var answer = Replay(new TraceReplayer(KnownFacts.Empty), WithOperations(Cat, Append, Again), out var isGood);
        Assert.True(isGood);
        using var unknown = Replay(new TraceReplayer(KnownFacts.Empty), WithOperations(Again), out isGood);
        Assert.False(isGood);
        Assert.Equal("nothing is said of file 1 before", unknown.RootElement.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("mkdir /a 0755;mkdir /a/b 0755;rename /a /a/b;cat /a/b/c;put /a/b/c 0644 0 0 61;cat /a/b/c")]
    [InlineData("mount a /m tmpfs 0 -;mkdir /m/n 0755;mount /m /m/n none 8192 -;put /m/n/f 0644 0 0 61;cat /m/n/f")]
    [InlineData("mount / /b none 4096 -;put /b/b/f 0644 0 0 61;cat /b/b/f;mount /b /b/b none 4096 -;cat /b/b/b/f")]
    [InlineData("symlink /s /s;put /s/x 0644 0 0 61")]
    [InlineData("symlink s/s /s;put /s 0644 0 0 61")]
    [InlineData("mount overlay /o overlay 0 lowerdir=/o,upperdir=/o;put /o/f 0644 0 0 61;mount overlay /o overlay 0 upperdir=/o,lowerdir=/o;append /o/f 61;rename /o/f /o/g;unlink /o/g;cat /o/g")]
    [InlineData("mount /dev/a /o overlay 0 lowerdir=/o;mount /dev/a /p overlay 0 lowerdir=/o/p,upperdir=/p;put /p/x/y/f 0644 0 0 61;append /o/x/y/f 61")]
    [InlineData("put /a 0644 0 0 61;put /a/b 0644 0 0 61;rename /a /a/b/c;unlink /a;cat /a/b")]
    [InlineData("unlink /;rename / /x;link / /y;symlink / /z;put /z/z/z/f 0644 0 0 61;cat /z/../f")]
    public void Names_that_lead_in_a_circle_are_answered(string operations)
    {
        var lines = operations.Split(';').Select((operation, i) =>
        {
            var words = operation.Split(' ');
            return $$"""{"n":{{i}},"phase":"work","actor":0,"op":"{{words[0]}}","args":[{{string.Join(',', words.Skip(1).Select(word => $"\"{word}\""))}}]}""";
        });
        using var answer = Replay(new TraceReplayer(KnownFacts.Empty), WithOperations([.. lines]), out _);
        Assert.Equal("s-1", answer.RootElement.GetProperty("id").GetString());
    }

    [Fact]
    public void A_path_with_more_folders_than_a_stack_holds_is_answered()
    {
        var path = string.Concat(Enumerable.Repeat("/a", 40_000));
        using var answer = Replay(new TraceReplayer(KnownFacts.Empty), WithOperations($$"""{"n":0,"phase":"work","actor":0,"op":"put","args":["{{path}}","0644","0","0","61"]}"""), out var isGood);
        Assert.False(isGood);
        Assert.EndsWith("is no place for a file", answer.RootElement.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("{\"sha256\":{\"24\":\"00\"}}")]
    [InlineData("{\"sha256\":{\"99999999999\":\"00\"}}")]
    [InlineData("{\"sha256\":{\"0\":\"zz\"}}")]
    [InlineData("{\"sha256\":7}")]
    public void Boot_values_of_PCRs_are_checked(string pcrs)
    {
        using var answer = Replay(new TraceReplayer(KnownFacts.Empty), WithBootPcrs(pcrs), out var isGood);
        Assert.False(isGood);
    }

    [Fact]
    public void The_boot_aggregate_of_a_recording_is_that_of_the_values_it_carries()
    {
        var values = string.Join(',', Enumerable.Range(0, 10).Select(pcr => $"\"{pcr}\":\"{new string('0', 63)}{pcr}\""));
        using var answer = Replay(new TraceReplayer(KnownFacts.Empty), WithBootPcrs("{\"sha256\":{" + values + "}}"), out var isGood);
        Assert.True(isGood);
        var all = Enumerable.Range(0, 10).SelectMany(pcr => Convert.FromHexString(new string('0', 63) + pcr)).ToArray();
        Assert.Contains("sha256:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(all)), answer.RootElement.GetProperty("boot_entries")[0].GetString());
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
        using var debian = Replay(new TraceReplayer(KnownFacts.Empty, new ReplayOptions { Kernel = KnownKernels.Find("6.12-debian") }), Scenario, out _);
        Assert.Contains(" ima-ng ", recorded.RootElement.GetProperty("boot_entries")[0].GetString());
        Assert.Contains(" ima-sig ", debian.RootElement.GetProperty("boot_entries")[0].GetString());
    }

    private static string WithBootPcrs(string pcrs) => """{"id":"s-1","kernel":"6.12","tpm":true,"actors":{},"ops":[],"boot_pcrs":""" + pcrs + "}";

    private static string WithOperations(params string[] operations) =>
        """{"id":"s-1","kernel":"6.12","actors":{"0":{}},"ops":[""" + string.Join(',', operations) + "]}";

    private static JsonDocument Replay(TraceReplayer replayer, string scenario, out bool isGood)
    {
        var output = new ArrayBufferWriter<byte>();
        isGood = replayer.Replay(Encoding.UTF8.GetBytes(scenario), 7, output);
        return JsonDocument.Parse(output.WrittenMemory);
    }
}
