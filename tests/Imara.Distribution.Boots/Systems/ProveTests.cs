using System.Text.Json;

namespace Imara.Distribution.Boots.Systems;

/// <summary>`imara boot prove` tells of a system what becomes of it when it boots, and leaves it as it is.</summary>
[Collection(SystemsOnce.Name)]
public class ProveTests(SystemDisks disks)
{
    [Fact]
    [Trait("Suite", "Smoke")]
    public void A_system_that_comes_up_is_proven_to()
    {
        var (exit, answer) = disks.Prove(new(Loader.PidOne, Labels.Digests, "6.12"));
        Assert.Equal((0, "came_up", "enforce"), (exit, Text(answer, "verdict"), Text(answer, "mode")));
        Assert.Equal(["kernel", "policy", "init", "target", "login"], answer.GetProperty("stages").EnumerateArray().Select(stage => Text(stage, "stage")));
        // The unit of the lab changes one program itself.
        Assert.All(answer.GetProperty("denials").EnumerateArray(), denial => Assert.Equal("/lab/tool", Text(denial, "path")));
    }

    [Fact]
    [Trait("Suite", "Long")]
    public void A_system_comes_up_through_its_initramfs()
    {
        var (exit, answer) = disks.Prove(new(Loader.InitramfsTools, Labels.Rsa2048, "6.12"));
        Assert.Equal((0, "came_up"), (exit, Text(answer, "verdict")));
    }

    [Fact]
    [Trait("Suite", "Long")]
    public void A_system_that_locks_itself_out_is_seen_to_and_what_was_denied_is_named()
    {
        var (exit, answer) = disks.Prove(new(Loader.PidOne, Labels.Rsa2048, "6.12"));
        Assert.Equal((1, "did_not_come_up", "freeze"), (exit, Text(answer, "verdict"), Text(answer, "end")));
        Assert.Contains(answer.GetProperty("denials").EnumerateArray(), denial => (Text(denial, "path"), Text(denial, "cause")) == ("/usr/bin/imara", "invalid-signature"));
    }

    [Fact]
    [Trait("Suite", "Long")]
    public void A_policy_that_is_only_tried_is_loaded_in_place_of_the_one_there()
    {
        var (exit, answer) = disks.Prove(new(Loader.PidOne, Labels.Digests, "6.12"), Policies.Bad);
        Assert.Equal((1, "did_not_come_up"), (exit, Text(answer, "verdict")));
        Assert.DoesNotContain("policy", answer.GetProperty("stages").EnumerateArray().Select(stage => Text(stage, "stage")));
    }

    private static string? Text(JsonElement value, string name) => value.GetProperty(name).GetString();
}
