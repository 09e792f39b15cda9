using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using CsCheck;
using Imara.Evaluation.Events;
using Imara.Evaluation.Expectations;
using Imara.Policy.Checking;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Tests.Expectations;

public class PolicyTestTests
{
    private const string Open = "\"func\":\"FILE_CHECK\",\"mask\":[\"MAY_READ\"],";

    private static readonly KernelProfile Kernel = KnownKernels.Find("6.12-lab")!;

    private static readonly string[] Rules =
        ["dont_measure fsmagic=0x9fa0", "measure func=FILE_CHECK mask=MAY_READ uid=0 pcr=11", "hash fowner=0", "appraise fowner=0", "audit func=BPRM_CHECK fowner=7"];

    [Theory]
    [InlineData(Open + "\"expect\":{\"actions\":[\"measure\",\"appraise\"]}")]
    [InlineData(Open + "\"expect\":{\"actions\":[{\"action\":\"appraise\",\"file\":\"p\",\"line\":4},{\"action\":\"measure\",\"line\":2,\"pcr\":11,\"template\":\"ima-ng\"}],\"blocked\":[]}")]
    [InlineData(Open + "\"target\":{\"fsmagic\":\"0x9fa0\",\"uid\":1},\"expect\":{\"schema\":1,\"event\":0,\"actions\":[],\"blocked\":[{\"class\":\"measure\",\"file\":\"p\",\"line\":1}]}")]
    [InlineData(Open + "\"expect\":{\"not\":[\"audit\",\"hash\"]}")]
    public void As_expected(string members) => Assert.Empty(Run(members));

    [Theory]
    [InlineData(Open + "\"creds\":{\"uid\":5},\"expect\":{\"actions\":[\"measure\",\"appraise\"]}",
        "measure is missing: the nearest is p:2 `measure func=FILE_CHECK mask=MAY_READ pcr=11 uid=0`, which wants uid=0, the event has 5")]
    [InlineData("\"func\":\"FILE_CHECK\",\"mask\":[\"MAY_WRITE\"],\"expect\":{\"actions\":[\"measure\",\"appraise\"]}",
        "measure is missing: the nearest is p:2 `measure func=FILE_CHECK mask=MAY_READ pcr=11 uid=0`, which wants mask=MAY_READ, the event has MAY_WRITE")]
    [InlineData(Open + "\"target\":{\"fsmagic\":\"0x9fa0\",\"uid\":1},\"expect\":{\"actions\":[\"measure\"]}", "measure is missing: decided by p:1 `dont_measure fsmagic=0x9fa0`")]
    [InlineData(Open + "\"expect\":{\"actions\":[\"measure\",\"appraise\",\"hash\"]}", "hash is missing: taken back by p:4 `appraise fowner=0`")]
    [InlineData(Open + "\"expect\":{\"actions\":[\"measure\"]}", "appraise is not expected: p:4 `appraise fowner=0`")]
    [InlineData(Open + "\"expect\":{\"not\":[\"appraise\"]}", "appraise must not be: p:4 `appraise fowner=0`")]
    [InlineData(Open + "\"expect\":{\"blocked\":[\"audit\"]}",
        "audit is not ended by a dont rule: the nearest is p:5 `audit func=BPRM_CHECK fowner=7`, which wants func=BPRM_CHECK, the event has FILE_CHECK")]
    [InlineData(Open + "\"target\":{\"fsmagic\":\"0x9fa0\"},\"expect\":{\"blocked\":[]}", "the end of measure is not expected: p:1 `dont_measure fsmagic=0x9fa0`")]
    [InlineData(Open + "\"expect\":{\"actions\":[{\"action\":\"measure\",\"pcr\":10},\"appraise\"]}",
        "measure goes into PCR 11, not 10: p:2 `measure func=FILE_CHECK mask=MAY_READ pcr=11 uid=0`")]
    [InlineData(Open + "\"expect\":{\"actions\":[{\"action\":\"measure\",\"template\":\"ima-sig\"},\"appraise\"]}",
        "measure uses the template ima-ng, not ima-sig: p:2 `measure func=FILE_CHECK mask=MAY_READ pcr=11 uid=0`")]
    [InlineData(Open + "\"expect\":{\"actions\":[\"measure\",{\"action\":\"appraise\",\"line\":9}]}", "appraise is decided elsewhere than line 9: p:4 `appraise fowner=0`")]
    [InlineData("\"func\":\"POST_SETATTR\",\"target\":{\"uid\":1},\"expect\":{\"actions\":[\"measure\"]}", "measure is missing: no rule is asked about such an event")]
    public void Not_as_expected_with_the_reason(string members, string reason) => Assert.Equal(reason, Assert.Single(Run(members)));

    [Theory]
    [InlineData("{\"expect\":{\"not\":[]}}", 20, "an event needs a `func`")]
    [InlineData("{\"func\":\"FILE_CHECK\"}", 20, "a test needs an `expect`")]
    [InlineData("{\"func\":\"FILE_CHECK\",\"expect\":{}}", 31, "`expect` needs `actions`, `blocked` or `not`")]
    [InlineData("{\"func\":\"FILE_CHECK\",\"expect\":{\"action\":[]}}", 31, "`expect` has no member `action`")]
    [InlineData("{\"func\":\"FILE_CHECK\",\"expect\":{\"actions\":[\"dont_measure\"]}}", 42, "`dont_measure` is none of measure, appraise, audit and hash")]
    [InlineData("{\"func\":\"FILE_CHECK\",\"expect\":{\"actions\":[{\"pcr\":1}]}}", 50, "an object in this list needs `action`")]
    [InlineData("{\"func\":\"FILE_CHECK\",\"expect\":{\"actions\":[\"hash\",\"hash\"]}}", 49, "`hash` is listed twice")]
    [InlineData("{\"func\":\"FILE_CHECK\",\"expect\":{\"not\":[{\"action\":\"hash\"}]}}", 38, "an action is one of measure, appraise, audit and hash")]
    [InlineData("{\"func\":\"FILE_CHECK\",\"expect\":{\"actions\":[{\"action\":\"measure\",\"pcr\":\"1\"}]}}", 68, "`pcr` is a number")]
    [InlineData("{\"func\":\"NO\",\"expect\":{\"not\":[]}}", 8, "`NO` is no func")]
    [InlineData("{\"func\":\"FILE_CHECK\",\"expect\":{\"not\":[]},\"Name\":\"x\"}", 41, "a test has no member `Name`")]
    [InlineData("{\"func\":\"FILE_CHECK\",\"subj\":5,\"expect\":{\"not\":[]}}", 28, "`subj` has another type or value")]
    public void What_is_no_test_is_refused_with_its_offset(string json, int offset, string message)
    {
        Assert.False(PolicyTestReader.TryRead(Encoding.UTF8.GetBytes(json), out var test, out var error));
        Assert.Null(test);
        Assert.Equal(new FormatError(offset, message), error);
    }

    [Fact]
    public void The_expectation_is_kept_as_it_was_written()
    {
        Assert.True(PolicyTestReader.TryRead("""{"name":"n","expect": {"not" : ["hash"]},"func":"BPRM_CHECK"}"""u8, out var test, out _));
        Assert.Equal(("n", """{"not" : ["hash"]}"""), (test.Name, Encoding.UTF8.GetString(test.ExpectationText.Span)));
    }

    [Fact]
    public void An_event_reads_back_as_it_was_written() => Gens.RealEvent.Sample(e =>
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            PolicyEventWriter.Write(json, e);
        }

        Assert.True(PolicyEventReader.TryRead(bytes.WrittenSpan, out var question, out var error), error.ToString());
        Assert.Equal(e, question.Event);
    });

    private static ImmutableArray<string> Run(string members)
    {
        Assert.True(PolicyTestReader.TryRead(Encoding.UTF8.GetBytes("{" + members + "}"), out var test, out var error), error.ToString());
        var context = new RuleContext(Kernel, LsmContext.None);
        var check = PolicyChecker.Check([new PolicySource("p", new ByteString(string.Join('\n', Rules) + "\n").Memory)], context, LoadMethod.Lines);
        var runner = new PolicyTestRunner(new CompiledPolicy(check.Rules, LsmKind.None, true), [.. check.Lines.Select(line => new RulePlace("p", line.Line))], Kernel);
        return runner.Run(test).Reasons;
    }
}
