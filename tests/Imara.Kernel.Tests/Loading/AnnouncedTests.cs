namespace Imara.Kernel.Tests.Loading;

public class AnnouncedTests(AnnouncedBoots boots) : IClassFixture<AnnouncedBoots>
{
    private const string Usual = "6.1";

    [Fact]
    public void The_word_of_PID_1_is_taken_for_a_file_that_did_not_change_and_its_text_is_kept() => TheWordIsTaken(Usual);

    [Fact]
    public void A_file_that_changed_after_the_load_is_not_in_force() => AChangedFileIsNot(Usual);

    [Fact]
    public void Keys_are_imported_from_a_session_of_its_own_or_nothing_is_left_behind() => KeysAreImported(Usual);

    [Fact(Explicit = true)]
    public void And_on_another_kernel()
    {
        TheWordIsTaken("6.12");
        AChangedFileIsNot("6.12");
        KeysAreImported("6.12");
    }

    private void TheWordIsTaken(string series)
    {
        var boot = boots[series];
        Assert.Equal(1, boot.Step("status-open").Exit);
        Assert.Contains("no policy was loaded in this boot", boot.Step("status-open").Output);
        Assert.True(boot.Step("status-same").Exit == 0, boot.Step("status-same").Output);
        Assert.Contains("PID 1 loaded the policy", boot.Step("status-same").Output);
        Assert.Equal((0, "loaded"), (boot.Step("load-same").Exit, boot.Step("load-same").Json.GetProperty("state").GetString()));

        var recorded = boot.Step("status-recorded").Json;
        Assert.Equal(0, boot.Step("status-recorded").Exit);
        Assert.Equal(("record", 1), (recorded.GetProperty("policy").GetProperty("source").GetString(), recorded.GetProperty("policy").GetProperty("rules").GetInt32()));
        Assert.Equal("measure", recorded.GetProperty("mode").GetString());
        Assert.True(recorded.GetProperty("readback").GetProperty("same_lines").GetBoolean());
    }

    private void AChangedFileIsNot(string series)
    {
        var boot = boots[series];
        Assert.Equal((1, "refused"), (boot.Step("recorded-changed").Exit, boot.Step("recorded-changed").Json.GetProperty("state").GetString()));
        foreach (var name in (string[])["changed", "put-back"])
        {
            Assert.Equal((2, "uncertain"), (boot.Step(name).Exit, boot.Step(name).Json.GetProperty("state").GetString()));
            Assert.Contains("changed since", boot.Step(name).Error);
        }

        Assert.Equal(2, boot.Step("status-changed").Exit);
    }

    private void KeysAreImported(string series)
    {
        var boot = boots[series];
        Assert.Equal(1, boot.Step("import-damaged").Exit);
        Assert.Equal(2, boot.Step("list-none").Exit);
        Assert.Contains("ENOKEY", boot.Step("list-none").Error);
        Assert.True(boot.Step("import").Exit == 0, boot.Step("import").Error);
        Assert.Equal(0, boot.Step("list").Exit);
        Assert.Single(boot.Step("list").Json.GetProperty("keyrings")[0].GetProperty("keys").EnumerateArray());
        Assert.Equal(2, boot.Step("import-private").Exit);
        Assert.Contains("a private key", boot.Step("import-private").Error);
    }
}
