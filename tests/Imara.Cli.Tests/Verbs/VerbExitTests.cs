using Imara.Cli.Output;

namespace Imara.Cli.Tests.Verbs;

/// <summary>Exit statuses of command lines as they are typed: 0 yes, 1 no, 2 could not tell.</summary>
public sealed class VerbExitTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("imara-exit-").FullName;

    public VerbExitTests()
    {
        Write("good", "measure func=BPRM_CHECK\n");
        Write("bad", "measure func=NONSENSE\n");
        Write("untidy", "measure  func=BPRM_CHECK\n");
        Write("other", "measure func=MMAP_CHECK mask=MAY_EXEC\n");
        Write("empty", string.Empty);
        Write("junk", "no list at all, and long enough to be none for certain\n");
        Write("appraise", "appraise fowner=0\n");
        Write("nobody", "appraise fowner=4242\n");
        Write("passes.jsonl", """{"func":"BPRM_CHECK","expect":{"actions":["measure"]}}""" + "\n");
        Write("fails.jsonl", """{"func":"FILE_CHECK","mask":["MAY_READ"],"expect":{"actions":["measure"]}}""" + "\n");
        Write("event", """{"func":"BPRM_CHECK"}""" + "\n");
        Directory.CreateDirectory(Path.Combine(root, "folder"));
        Write("tree/file", "content");
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData(2, "")]
    [InlineData(2, "nonsense")]
    [InlineData(2, "policy")]
    [InlineData(2, "policy check")]
    [InlineData(2, "policy check @good --nonsense")]
    [InlineData(0, "--version")]
    [InlineData(0, "help policy check")]
    [InlineData(0, "policy check --help")]
    public void A_command_line_that_is_not_understood_is_no_answer(int expected, string line) => Is(expected, line);

    [Theory]
    [InlineData(0, "policy check --kernel 6.12 @good")]
    [InlineData(1, "policy check --kernel 6.12 @bad")]
    [InlineData(2, "policy check --kernel 6.12 @none")]
    [InlineData(2, "policy check --kernel 6.12 @folder")]
    [InlineData(1, "policy check --kernel 6.12 @empty")]
    [InlineData(2, "policy check --kernel 99 @good")]
    [InlineData(0, "policy check --kernel 6.1,6.12 @good")]
    [InlineData(1, "policy check --kernel 6.1,6.12 @bad")]
    [InlineData(0, "policy format --check @good")]
    [InlineData(1, "policy format --check @untidy")]
    [InlineData(2, "policy format --check @none")]
    [InlineData(0, "policy diff --kernel 6.12 @good @untidy")]
    [InlineData(1, "policy diff --kernel 6.12 @good @other")]
    [InlineData(2, "policy diff --kernel 6.12 @good @none")]
    [InlineData(0, "policy explain --kernel 6.12 @good")]
    [InlineData(0, "policy decide --kernel 6.12 @good --events @event")]
    [InlineData(2, "policy decide --kernel 6.12 @good --events @none")]
    [InlineData(0, "policy kernels")]
    public void A_policy_is_good_or_bad_or_was_not_read(int expected, string line) => Is(expected, line);

    [Theory]
    [InlineData(0, "passes.jsonl")]
    [InlineData(1, "fails.jsonl")]
    [InlineData(2, "empty")]
    [InlineData(2, "junk")]
    [InlineData(2, "none")]
    [InlineData(2, "folder")]
    public void Expectations_are_met_or_not_or_there_are_none(int expected, string tests) => Is(expected, $"policy test --kernel 6.12 @good --expect @{tests}");

    [Theory]
    [InlineData("policy test --kernel 6.12 @bad --expect @passes.jsonl")]
    public void A_policy_that_is_refused_meets_none(string line) => Is(1, line);

    [Theory]
    [InlineData(0, "file verify -r --from-policy @nobody --allow-empty @tree")]
    [InlineData(2, "file verify -r --from-policy @nobody @tree")]
    [InlineData(1, "file verify -r --from-policy @appraise @tree")]
    [InlineData(2, "file verify -r --from-policy @bad @tree")]
    [InlineData(2, "file verify -r --from-policy @none @tree")]
    [InlineData(2, "file verify --from-policy @appraise @none")]
    [InlineData(2, "file verify -r --from-policy @appraise @folder")]
    [InlineData(0, "file verify -r --from-policy @appraise --allow-empty @folder")]
    [InlineData(2, "file show -r @folder")]
    [InlineData(0, "file show -r @tree")]
    [InlineData(2, "file hash @folder")]
    [InlineData(2, "file hash @none")]
    public void Files_are_good_or_bad_or_were_not_looked_at(int expected, string line) => Is(expected, line);

    [Fact]
    public void What_is_hashed_is_good_until_it_changes()
    {
        Is(0, "file hash -r @tree");
        Is(0, "file hash -r @tree");
        Is(0, "file verify -r --from-policy @appraise @tree");
        Write("tree/file", "changed");
        Is(1, "file verify -r --from-policy @appraise @tree");
        Write("tree/other", "without a label");
        Is(1, "file verify -r --from-policy @appraise @tree");
        Is(0, "file clear -r @tree");
    }

    [Theory]
    [InlineData(2, "list verify @none")]
    [InlineData(1, "list verify @junk")]
    [InlineData(2, "list show @none")]
    [InlineData(1, "list show @junk")]
    [InlineData(2, "key show @junk")]
    [InlineData(2, "key show @none")]
    [InlineData(2, "explain NOTHING")]
    [InlineData(0, "explain IMA0103")]
    public void Lists_keys_and_pages_that_are_none_are_told(int expected, string line) => Is(expected, line);

    // What a word with @ names lies in the folder of the test.
    private void Is(int expected, string line)
    {
        string[] arguments = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.StartsWith('@') ? Path.Combine(root, word[1..]) : word)];
        using var streams = new StandardStreams(Stream.Null);
        Assert.True(expected == (int)Entry.Answer(arguments, streams), $"`{line}` is not {expected}");
    }

    private void Write(string name, string content)
    {
        var path = Path.Combine(root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
