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
    public void A_key_that_the_kernel_refuses_is_a_failure_even_where_no_policy_is_wanted(string series)
    {
        var bad = boots[series].Step("bad-key");
        Assert.Equal(1, bad.Exit);
        Assert.Equal("EBADMSG", Assert.Single(bad.Json.GetProperty("keys").EnumerateArray()).GetProperty("errno").GetString());
        Assert.Contains("garbage.der", bad.Error);
        bad.LeftTheKernelAlone();
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
    public void A_policy_without_its_last_line_feed_is_loaded_by_lines_unless_told_otherwise(string series)
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
    public void Without_IMA_to_be_seen_nothing_is_loaded(string series)
    {
        var unmounted = boots[series].Step("unmounted");
        Assert.Equal(1, unmounted.Exit);
        Assert.Equal("unavailable", unmounted.Json.GetProperty("state").GetString());
        Assert.Contains("securityfs is not mounted", unmounted.Error);
    }

    [Theory]
    [MemberData(nameof(Series.All), MemberType = typeof(Series))]
    public void A_policy_that_cannot_be_read_is_not_the_same_as_none(string series)
    {
        var unreadable = boots[series].Step("unreadable");
        Assert.Equal(2, unreadable.Exit);
        Assert.Equal("unreadable", unreadable.Json.GetProperty("state").GetString());
        Assert.Contains("EISDIR", unreadable.Error);
        unreadable.LeftTheKernelAlone();
    }

    [Theory]
    [MemberData(nameof(Series.All), MemberType = typeof(Series))]
    public void A_label_that_no_security_module_knows_is_refused_before_the_kernel_does(string series)
    {
        var label = boots[series].Step("label");
        Assert.Equal(1, label.Exit);
        Assert.Equal("refused", label.Json.GetProperty("state").GetString());
        label.LeftTheKernelAlone();
    }

    [Theory]
    [MemberData(nameof(Series.All), MemberType = typeof(Series))]
    public void The_same_policy_again_is_in_force_and_another_one_is_not_taken(string series)
    {
        var again = boots[series].Step("again");
        Assert.Equal(0, again.Exit);
        Assert.Equal(("loaded", null), (again.Json.GetProperty("state").GetString(), again.Json.GetProperty("method").GetString()));

        var other = boots[series].Step("other");
        Assert.Equal(1, other.Exit);
        Assert.Equal("refused", other.Json.GetProperty("state").GetString());
        Assert.Contains("another policy is in force", other.Error);
    }

    [Theory]
    [MemberData(nameof(Series.All), MemberType = typeof(Series))]
    public void Where_nobody_can_tell_which_policy_is_in_force_that_is_said(string series)
    {
        var forgotten = boots[series].Step("forgotten");
        Assert.Equal(2, forgotten.Exit);
        Assert.Equal("uncertain", forgotten.Json.GetProperty("state").GetString());
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
        Assert.Equal("matches", before.Json.GetProperty("measurements").GetProperty("boot_aggregate").GetProperty("verdict").GetString());

        var after = boot.Step("status-after").Json;
        Assert.Equal("custom", after.GetProperty("policy").GetProperty("state").GetString());
        Assert.Equal(boot.Step("load").Entries, after.GetProperty("measurements").GetProperty("count").GetInt32());
    }
}
