using Imara.Tests.Shared;

namespace Imara.Aot.Tests;

/// <summary>`imara audit` on recorded logs, as scripts use it.</summary>
public sealed class AuditTests
{
    private const string Folder = "tests/Imara.Aot.Tests/Audit";

    private static readonly string Log = Repository.PathOf($"{Folder}/dmesg.txt");

    private static readonly string[] Usual = ["audit", "--kernel", "6.12", "--policy", Repository.PathOf($"{Folder}/policy"), Log];

    [Theory]
    [InlineData("dmesg-explained.txt")]
    [InlineData("dmesg-explained.jsonl", "--format", "json")]
    [InlineData("dmesg-explained-all.txt", "--all")]
    public void What_was_denied_is_explained(string golden, params string[] more)
    {
        var result = NativeBinary.Run([.. Usual, .. more]);
        Assert.Equal(1, result.Exit);
        Golden.Match($"{Folder}/{golden}", Plain(result.Output));
    }

    [Fact]
    public void Refusals_are_named_on_standard_error() => Golden.Match($"{Folder}/dmesg-explained.err", Plain(NativeBinary.Run(Usual).Error));

    [Fact]
    public void Nothing_denied_is_0()
    {
        var result = NativeBinary.Run(["audit", "--kernel", "6.12", "--since", "2024-01-01", Log]);
        Assert.Equal((0, "0 records\n"), (result.Exit, result.Output));
    }

    [Fact]
    public void A_record_that_cannot_be_read_is_2_and_named()
    {
        using var log = new TemporaryFile("first\n[ 1.0] audit: type=1800 audit(1700000000.123:4): op=x cause=y\n");
        var result = NativeBinary.Run(["audit", "--kernel", "6.12", log.Path]);
        Assert.Equal(2, result.Exit);
        Assert.StartsWith($"imara: {log.Path}:2: offset ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--since", "soon")]
    [InlineData("--policy", "/no/such/policy")]
    public void What_is_asked_wrongly_is_2(params string[] more) => Assert.Equal(2, NativeBinary.Run(["audit", "--kernel", "6.12", .. more, Log]).Exit);

    private static string Plain(string text) => text.Replace(Repository.Root + "/", string.Empty, StringComparison.Ordinal);
}
