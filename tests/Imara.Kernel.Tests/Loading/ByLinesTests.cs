using System.Text.Json;

namespace Imara.Kernel.Tests.Loading;

public class ByLinesTests(ByLinesBoots boots) : IClassFixture<ByLinesBoots>
{
    [Theory]
    [MemberData(nameof(Series.All), MemberType = typeof(Series))]
    public void A_missing_policy_is_a_note_unless_it_is_required(string series)
    {
        var boot = boots[series];
        var missing = boot.Step("missing");
        Assert.Equal(0, missing.Exit);
        Assert.False(missing.Json.GetProperty("loaded").GetBoolean());
        Assert.NotEmpty(missing.Error);
        missing.LeftTheKernelAlone();

        var required = boot.Step("missing-required");
        Assert.Equal(1, required.Exit);
        Assert.False(required.Json.GetProperty("loaded").GetBoolean());
        Assert.Contains("/etc/ima/ima-policy", required.Error);
        required.LeftTheKernelAlone();
    }

    [Theory]
    [MemberData(nameof(Series.All), MemberType = typeof(Series))]
    public void A_policy_that_would_be_refused_never_reaches_the_kernel_and_a_good_one_loads_after_it(string series)
    {
        var bad = boots[series].Step("bad");
        Assert.Equal(1, bad.Exit);
        Assert.Equal("refused", bad.Json.GetProperty("state").GetString());
        Assert.Equal(2, Assert.Single(bad.Json.GetProperty("refused").EnumerateArray()).GetProperty("line").GetInt32());
        bad.LeftTheKernelAlone();

        Assert.Equal(0, boots[series].Step("load").Exit);
    }

    [Theory]
    [MemberData(nameof(Series.All), MemberType = typeof(Series))]
    public void A_policy_without_its_last_line_feed_is_loaded_by_lines(string series)
    {
        var load = boots[series].Step("load");
        Assert.Equal(0, load.Exit);
        Assert.Equal(("loaded", "lines"), (load.Json.GetProperty("state").GetString(), load.Json.GetProperty("method").GetString()));
        Assert.Equal(Step.Gone, load.PolicyFile);
        Assert.Contains("op=policy_update cause=completed", load.Log);
        Assert.DoesNotContain("cause=failed", load.Log);
    }

    [Theory]
    [MemberData(nameof(Series.All), MemberType = typeof(Series))]
    public void A_second_policy_is_not_taken_and_that_is_said(string series)
    {
        var again = boots[series].Step("again");
        Assert.Equal(2, again.Exit);
        Assert.False(again.Json.GetProperty("loaded").GetBoolean());
        Assert.Contains("already", again.Error);
        Assert.DoesNotContain("policy_update", again.Log);
    }

    [Theory]
    [MemberData(nameof(Series.All), MemberType = typeof(Series))]
    public void The_list_grows_as_decide_predicted(string series)
    {
        var boot = boots[series];
        Assert.True(boot.Step("accesses").Error.Length == 0, boot.Step("accesses").Error);
        var entries = boot.Read("ascii_runtime_measurements").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var added = entries[boot.Step("load").Entries..].Select(line => line.Split(' ')).Select(part => $"{part[0]} {part[2]} {part[4]}");
        Assert.Equal(Accesses.Predict(series), added);
    }

    [Theory]
    [MemberData(nameof(Series.All), MemberType = typeof(Series))]
    public void Status_says_what_the_host_knows_of_a_machine_with_a_TPM(string series)
    {
        var boot = boots[series];
        var before = boot.Step("status-before");
        Assert.Equal(0, before.Exit);
        StatusOf.Holds(boot, before.Json);
        Assert.Equal("default", before.Json.GetProperty("policy").GetProperty("state").GetString());
        Assert.Equal("matches", before.Json.GetProperty("measurements").GetProperty("bootAggregate").GetProperty("verdict").GetString());

        var after = boot.Step("status-after").Json;
        Assert.Equal("custom", after.GetProperty("policy").GetProperty("state").GetString());
        Assert.Equal(boot.Step("load").Entries, after.GetProperty("measurements").GetProperty("count").GetInt32());
    }
}
