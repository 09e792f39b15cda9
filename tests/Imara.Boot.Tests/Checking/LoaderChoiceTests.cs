using System.Collections.Immutable;
using Imara.Boot.Checking;

namespace Imara.Boot.Tests.Checking;

public class LoaderChoiceTests
{
    private static readonly PolicyLoadAtBoot Hook = new(LoadedBy.Initramfs, "/hook", "hook");
    private static readonly PolicyLoadAtBoot Pid1 = new(LoadedBy.Pid1, "/etc/ima/ima-policy", "PID 1");
    private static readonly PolicyLoadAtBoot Unit = new(LoadedBy.Unit, "/unit", "unit");

    [Fact]
    public void The_loader_of_the_file_loads_it_and_whoever_is_earlier_with_another_is_a_rival()
    {
        Assert.Equal(new LoaderChoice(LoadedBy.Initramfs, "hook loads it", null), LoaderChoice.Of("/hook", [Hook, Pid1, Unit], null));
        Assert.Equal(new LoaderChoice(LoadedBy.Pid1, "PID 1 loads it", Hook), LoaderChoice.Of("/etc/ima/ima-policy", [Hook, Pid1, Unit], null));
        Assert.Equal(new LoaderChoice(LoadedBy.Unit, "unit loads it", Pid1), LoaderChoice.Of("/unit", [Pid1, Unit], null));
        Assert.Equal(new LoaderChoice(LoadedBy.Unit, "unit loads it", null), LoaderChoice.Of("/unit", [Unit], null));
    }

    [Fact]
    public void What_finds_no_policy_is_no_rival()
    {
        Assert.Null(LoaderChoice.Of("/unit", [Hook with { Policy = null }, Unit], null).Rival);
        Assert.Null(LoaderChoice.Of("/unit", [Hook with { Policy = null }, Unit], LoadedBy.Unit).Rival);
    }

    [Fact]
    public void The_same_policy_twice_is_loaded_by_the_first() =>
        Assert.Equal(new LoaderChoice(LoadedBy.Initramfs, "hook loads it", null), LoaderChoice.Of("/unit", [Hook with { Policy = "/unit" }, Unit], null));

    [Fact]
    public void A_new_text_takes_the_place_of_the_only_one_that_is_loaded()
    {
        Assert.Equal((LoadedBy.Unit, null), Of("/new", Unit));
        Assert.Equal((LoadedBy.Initramfs, null), Of("/new", Hook with { Policy = null }));
    }

    [Fact]
    public void Where_nothing_tells_nobody_is_assumed()
    {
        Assert.Equal((null, null), Of("/new"));
        Assert.Equal((null, null), Of("/new", Hook, Unit));
        Assert.Contains("hook and unit load", LoaderChoice.Of("/new", [Hook, Unit], null).Why, StringComparison.Ordinal);
        Assert.Contains("nothing that is installed", LoaderChoice.Of("/new", [], null).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_user_says_counts_and_earlier_loads_of_other_policies_are_told_all_the_same()
    {
        Assert.Equal(new LoaderChoice(LoadedBy.Unit, string.Empty, Pid1), LoaderChoice.Of("/new", [Pid1], LoadedBy.Unit));
        Assert.Equal(new LoaderChoice(LoadedBy.Initramfs, string.Empty, null), LoaderChoice.Of("/new", [Pid1], LoadedBy.Initramfs));
        Assert.Equal(new LoaderChoice(LoadedBy.Unit, string.Empty, null), LoaderChoice.Of("/unit", [Unit], LoadedBy.Unit));

        // What loads another one at the same place will load this one instead.
        Assert.Equal(new LoaderChoice(LoadedBy.Unit, string.Empty, null), LoaderChoice.Of("/new", [Unit], LoadedBy.Unit));
    }

    private static (LoadedBy? By, PolicyLoadAtBoot? Rival) Of(string policy, params ImmutableArray<PolicyLoadAtBoot> loads)
    {
        var choice = LoaderChoice.Of(policy, loads, null);
        return (choice.By, choice.Rival);
    }
}
