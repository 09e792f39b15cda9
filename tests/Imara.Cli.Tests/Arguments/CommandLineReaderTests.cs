using Imara.Cli.Arguments;
using Imara.Cli.Output;
using Imara.Cli.Verbs;

namespace Imara.Cli.Tests.Arguments;

public class CommandLineReaderTests
{
    [Theory]
    [InlineData("file hash --dryrun -r d", "`--dryrun` is no option of `imara file hash`; did you mean `--dry-run`?")]
    [InlineData("file clear --dry-runn -r d", "`--dry-runn` is no option of `imara file clear`; did you mean `--dry-run`?")]
    [InlineData("file clear --olny evm -r d", "`--olny` is no option of `imara file clear`; did you mean `--only`?")]
    [InlineData("file sign --portble f", "`--portble` is no option of `imara file sign`; did you mean `--portable`?")]
    [InlineData("file hash --exlude=*.conf d", "`--exlude` is no option of `imara file hash`; did you mean `--exclude`?")]
    [InlineData("file hash -rx d", "`-rx` is no option of `imara file hash`; a file of that name is `./-rx`")]
    [InlineData("file hash --rec d", "`--rec` is no option of `imara file hash`; did you mean `--recursive`?")]
    [InlineData("file hash --exclude -r d", "`--exclude` wants a value, PATTERN, and `-r` stands in its place")]
    [InlineData("file hash --exclude --x d", "`--exclude` wants a value, PATTERN; if `--x` is meant, write `--exclude=--x`")]
    [InlineData("file hash d --exclude", "`--exclude` wants a value, PATTERN")]
    [InlineData("file hash -r=yes d", "`--recursive` takes no value, and `yes` is given")]
    [InlineData("policy check --kernal 6.12 p", "`--kernal` is no option of `imara policy check`; did you mean `--kernel`?")]
    [InlineData("policy check --load=lines --load=cat p", "`--load` is given twice")]
    [InlineData("policy check", "`imara policy check` wants FILE; no FILE is given")]
    [InlineData("policy diff a b c", "`imara policy diff` takes A and B, and `c` is one more")]
    [InlineData("policy test p", "`imara policy test` wants `--expect FILE`")]
    [InlineData("run --policy p ls -l", "`-l` is no option of `imara run`; the command and its options stand behind `--`")]
    [InlineData("polcy check p", "there is no verb `polcy`; did you mean `imara policy`?")]
    [InlineData("policy lint p", "there is no verb `policy lint`; did you mean `imara policy check`?")]
    [InlineData("check p", "there is no verb `check`; did you mean `imara boot check` or `imara policy check`?")]
    [InlineData("key", "no verb given; `imara key` has show, generate, import and list")]
    [InlineData("key --quiet show", "`--quiet` is no option of `imara key`; the options of a verb stand behind it")]
    [InlineData("--version x", "`--version` stands alone; `x` behind it means nothing")]
    public void What_is_typed_wrong_is_refused_by_name(string line, string reason)
    {
        Assert.Null(Read(line.Split(' '), out var refusal));
        Assert.Equal(reason, refusal);
    }

    [Theory]
    [InlineData("file hash -nrj4 d", "file hash --dry-run --recursive --jobs=4 -- d")]
    [InlineData("file hash d -r true", "file hash --recursive -- d true")]
    [InlineData("file hash --exclude=-r -", "file hash --exclude=-r -- -")]
    [InlineData("file hash --tar --quiet", "file hash --tar --quiet")]
    [InlineData("file hash -- --dryrun -r", "file hash -- --dryrun -r")]
    [InlineData("file hash --include a --include b:c=d /h", "file hash --include=a --include=b:c=d -- /h")]
    [InlineData("run --policy p -- ls -l -- -a", "run --policy=p -- ls -l -- -a")]
    [InlineData("file hash --dryrun --help", "file hash --help")]
    [InlineData("policy -h", "policy --help")]
    [InlineData("--version", "--version")]
    public void What_is_meant_is_written_so_that_nothing_can_be_mistaken(string line, string expected) =>
        Assert.Equal(expected.Split(' '), Read(line.Split(' '), out _));

    [Fact]
    public void An_empty_value_is_a_value() =>
        Assert.Equal(["policy", "check", "--hash-algos", "", "--", "p"], Read(["policy", "check", "--hash-algos=", "p"], out _) ?? []);

    private static string[]? Read(string[] arguments, out string? refusal)
    {
        using var streams = new StandardStreams(Stream.Null);
        var reader = new CommandLineReader(CommandTree.For(arguments, streams), arguments);
        var read = reader.TryRead();
        refusal = reader.Refusal;
        return read;
    }
}
