using Imara.Tests.Shared;

namespace Imara.Aot.Tests;

/// <summary>Standard streams that are closed, full, or a terminal.</summary>
public sealed class StreamTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("imara-streams-").FullName;

    public StreamTests() => File.WriteAllText($"{folder}/p", "measure func=BPRM_CHECK\n");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(">&-", 2, "imara: standard output is closed\n")]
    [InlineData(">/dev/full", 2, "imara: standard output: no space left on device\n")]
    [InlineData("2>&-", 0, "")]
    [InlineData("2>/dev/full", 0, "")]
    [InlineData(">&- 2>&- <&-", 2, "")]
    [InlineData("| :", 0, "")]
    public void A_stream_that_cannot_be_written_is_told_and_never_an_abort(string redirection, int exit, string error)
    {
        var result = Shell($"IMARA policy check --kernel 6.12 p {redirection}");
        Assert.Equal((exit, error), (result.Exit, result.Error));
    }

    [Fact]
    public void A_failure_stays_one_where_it_cannot_be_told() => Assert.Equal(2, Shell("IMARA policy check --kernel 6.12 nothing 2>/dev/full").Exit);

    [Fact]
    public void Standard_input_that_is_closed_is_told()
    {
        var result = Shell("timeout 20 IMARA policy check --kernel 6.12 - <&-");
        Assert.Equal((2, "imara: standard input: standard input is closed\n"), (result.Exit, result.Error));
    }

    [Fact]
    public void A_file_opened_later_does_not_become_a_standard_stream()
    {
        Shell("IMARA key generate --type p256 --subject CN=x --out-key k --out-cert c >&- 2>&-");
        Assert.StartsWith("-----BEGIN", File.ReadAllText($"{folder}/k"));
        Assert.EndsWith("-----END CERTIFICATE-----\n", File.ReadAllText($"{folder}/c"));
    }

    [Theory]
    [InlineData("--version", "imara")]
    [InlineData("policy check --kernel 6.12 --color never p", "accepted")]
    [InlineData("help policy", "Description:")]
    public void A_terminal_gets_no_codes_that_nobody_asked_for(string arguments, string start)
    {
        var output = Terminal(arguments);
        Assert.StartsWith(start, output);
        Assert.DoesNotContain("\e", output);
    }

    [Theory]
    [InlineData("TERM=xterm", "", true)]
    [InlineData("TERM=dumb", "", false)]
    [InlineData("TERM=xterm NO_COLOR=1", "", false)]
    [InlineData("TERM=xterm", "--color never", false)]
    [InlineData("TERM=dumb NO_COLOR=1", "--color always", true)]
    public void Colours_come_where_they_are_wanted(string environment, string option, bool isColoured) =>
        Assert.Equal(isColoured, Terminal($"policy check --kernel 6.12 {option} p", environment).Contains("\e[32m"));

    [Fact]
    public void A_pager_can_have_colours() => Assert.Contains("\e[32m", Shell("IMARA policy check --kernel 6.12 --color always p | cat").Output);

    [Fact]
    public void A_terminal_hears_of_a_failing_test_once()
    {
        File.WriteAllText($"{folder}/t", """{"func":"BPRM_CHECK","expect":{"actions":["audit"]}}""" + "\n");
        var output = Terminal("policy test --kernel 6.12 --expect t p");
        Assert.Equal(2, output.Split("not as expected").Length);
        Assert.Contains("not as expected", Shell("IMARA policy test --kernel 6.12 --expect t p").Error);
    }

    [Theory]
    [InlineData("boot status --kernel 6.12 --cmdline c", "it is off, log, fix or enforce")]
    [InlineData("audit --kernel 6.12 log", "would be denied: invalid-hash", "invalid-hash")]
    [InlineData("policy simulate --kernel 6.12 --root d a", "d/without", "d/without")]
    [InlineData("policy simulate --kernel 6.12 --root d a", "not compared", "not compared")]
    public void A_terminal_hears_of_a_finding_once(string arguments, string aside, string? answer = null)
    {
        Shell("echo ima_appraise=Enforce >c; echo 'appraise func=BPRM_CHECK' >a; mkdir d; install -m 755 c d/without; install -m 755 c d/with; IMARA file hash d/with");
        File.Copy(Repository.PathOf("tests/Imara.Aot.Tests/Audit/dmesg.txt"), $"{folder}/log");
        Assert.Equal(2, Terminal(arguments).Split(answer ?? aside).Length);
        var apart = Shell($"IMARA {arguments}");
        Assert.Contains(answer ?? aside, apart.Output);
        Assert.Contains(aside, apart.Error);
    }

    private string Terminal(string arguments, string environment = "TERM=xterm") => Shell($"env -u NO_COLOR {environment} script -qec 'IMARA {arguments}' /dev/null").Output;

    private CommandResult Shell(string script) => Command.Run("bash", ["-c", $"cd {folder} && {script.Replace("IMARA", NativeBinary.Path)}"]);
}
