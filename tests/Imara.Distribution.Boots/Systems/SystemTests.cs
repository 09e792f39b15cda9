using Imara.Tests.Shared;

namespace Imara.Distribution.Boots.Systems;

/// <summary>Whole systems under <c>ima_appraise=enforce</c>: what is said before a boot is what happens, and what is said on the machine holds.</summary>
[Collection(SystemsOnce.Name)]
public class SystemTests(SystemDisks disks)
{
    // The way that most take, and one with keys and an initramfs.
    private static readonly Cell[] Quick =
    [
        new(Loader.InitramfsTools, Labels.Rsa2048, "6.12"),
        new(Loader.PidOne, Labels.Digests, "6.12"),
    ];

    public static TheoryData<Loader, Labels, string> Few => Of(Quick);

    public static TheoryData<Loader, Labels, string> Others => Of(Cell.All.Except(Quick));

    [Theory]
    [Trait("Suite", "Smoke")]
    [MemberData(nameof(Few))]
    public void What_is_said_of_a_system_before_its_boot_and_after_it_is_what_holds(Loader loader, Labels labels, string series) => Holds(new(loader, labels, series));

    [Theory]
    [Trait("Suite", "Long")]
    [MemberData(nameof(Others))]
    public void What_is_said_of_every_other_system_is_what_holds_too(Loader loader, Labels labels, string series) => Holds(new(loader, labels, series));

    [Fact]
    [Trait("Suite", "Long")]
    public void A_policy_that_refuses_the_initramfs_that_loads_it_is_told_before_and_panics()
    {
        Holds(SystemDisks.Exempt);
        var outcome = disks.WithoutExemption;
        Assert.Equal(("will_lock_out", 1), (outcome.CheckVerdict, outcome.CheckExit));
        Assert.Contains(outcome.Check.GetProperty("findings").EnumerateArray(), finding => finding.GetProperty("id").GetString() == "IMA0624");
        Assert.Equal((false, "panicked"), (outcome.CameUp, outcome.Halt));
    }

    [Fact]
    [Trait("Suite", "Long")]
    public void The_page_says_of_every_system_what_was_seen() => Golden.Match("docs/reference/boot-enforcement.md", EnforcementPage.Write(disks));

    private static TheoryData<Loader, Labels, string> Of(IEnumerable<Cell> cells)
    {
        var data = new TheoryData<Loader, Labels, string>();
        foreach (var cell in cells)
        {
            data.Add(cell.Loader, cell.Labels, cell.Series);
        }

        return data;
    }

    private void Holds(Cell cell)
    {
        var outcome = disks[cell];
        Assert.True(outcome.CameUp == cell.CanComeUp, outcome.Console[^Math.Min(outcome.Console.Length, 8000)..]);
        if (outcome.CameUp)
        {
            WasNotRuledOut(outcome);
            Enforces(outcome, cell.Labels);
            IsKnown(outcome, cell);
        }
        else
        {
            WasNotCalledSafe(outcome);
            Assert.True(outcome.Stopped, outcome.Halt);
        }
    }

    private static void WasNotRuledOut(Outcome outcome)
    {
        Assert.DoesNotContain("will", outcome.CheckVerdict);
        Assert.NotEqual(1, outcome.CheckExit);
    }

    private static void WasNotCalledSafe(Outcome outcome)
    {
        Assert.DoesNotContain("safe", outcome.CheckVerdict);
        Assert.NotEqual(0, outcome.CheckExit);
        Assert.NotEmpty(outcome.Check.GetProperty("findings").EnumerateArray());
    }

    private static void Enforces(Outcome outcome, Labels labels)
    {
        Assert.Matches("^worked: [0-9]+ words\n$", outcome.Output("work"));
        Assert.Equal(0, outcome.Exit("before"));
        Assert.Equal(126, outcome.Exit("changed"));
        Assert.Contains("Permission denied", outcome.Error("changed"));
        Assert.True(outcome.Exit("mend") == 0, outcome.Error("mend"));
        Assert.Equal(0, outcome.Exit("after"));

        LiveAudit.Found(outcome, labels == Labels.Digests ? "invalid-hash" : "invalid-signature", "journal");
    }

    private static void IsKnown(Outcome outcome, Cell cell)
    {
        Assert.True(outcome.Exit("load") == 0, outcome.Output("load"));
        var load = outcome.Json("load");
        Assert.Equal(cell.PolicyPath, load.GetProperty("policy").GetString());
        Assert.Equal("loaded", load.GetProperty("state").GetString());

        Assert.True(outcome.Exit("status") == 0, outcome.Output("status"));
        var status = outcome.Json("status");
        Assert.Equal("custom", status.GetProperty("policy").GetProperty("state").GetString());
        Assert.Equal(("appraise_enforce", "enforce"), (status.GetProperty("mode").GetString(), status.GetProperty("appraise").GetString()));
        Assert.Equal("gone", outcome.Output("policy-file").Trim());
        Assert.True(outcome.Exit("status-policy") == 0, outcome.Output("status-policy") + outcome.Error("status-policy"));

        // The file changed when it had been loaded: it is in force no more, whether or not what was loaded is on record.
        Assert.Equal((1, "refused"), (outcome.Exit("load-changed"), outcome.Json("load-changed").GetProperty("state").GetString()));
        Assert.NotEqual(0, outcome.Exit("status-changed"));
        Assert.Equal((2, "uncertain"), (outcome.Exit("load-unrecorded"), outcome.Json("load-unrecorded").GetProperty("state").GetString()));
    }
}
