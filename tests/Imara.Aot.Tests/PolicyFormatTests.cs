using System.Runtime.Versioning;
using System.Text;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests;

/// <summary>`imara policy format`, as scripts and editors use it.</summary>
[SupportedOSPlatform("linux")]
public class PolicyFormatTests
{
    private const string Untidy = "\n\n#  head\n uid=0\tmeasure func=PATH_CHECK   # why\n\n\n  bogus line\nappraise_type=sigv3 appraise digest_type=verity\n";

    [Fact]
    public void The_tidy_text_is_written_and_refused_lines_are_named()
    {
        var result = Run("format --kernel 7.3 -", Untidy);
        Assert.Equal((1, "#  head\nmeasure func=FILE_CHECK uid=0 # why\n\n  bogus line\nappraise digest_type=verity appraise_type=sigv3\n"), (result.Exit, result.Output));
        Assert.Equal("imara: standard input:7:3: error IMA0101: `bogus` is no word of the policy language\n", result.Error);
    }

    [Theory]
    [InlineData(0, "measure func=FILE_CHECK\n", "")]
    [InlineData(1, "measure func=FILE_CHECK", ":1: not tidy from this line on\n")]
    [InlineData(1, "measure\nmeasure  uid=0\n", ":2: not tidy from this line on\n")]
    public void A_check_names_the_first_line_that_is_not_tidy(int exit, string text, string error)
    {
        using var policy = new TemporaryFile(text);
        var result = Run($"format --kernel 6.12 --check {policy.Path}", string.Empty);
        Assert.Equal((exit, string.Empty, error.Length == 0 ? error : $"imara: {policy.Path}{error}"), (result.Exit, result.Output, result.Error));
    }

    [Fact]
    public void A_file_is_replaced_with_its_mode_through_a_symbolic_link()
    {
        using var policy = new TemporaryFile("uid=0 measure\n");
        File.SetUnixFileMode(policy.Path, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        var link = policy.Path + ".link";
        File.CreateSymbolicLink(link, policy.Path);
        try
        {
            Assert.Equal((0, string.Empty, string.Empty), Status(Run($"format --kernel 6.12 --write {link}", string.Empty)));
            Assert.Equal("measure uid=0\n", File.ReadAllText(policy.Path));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.GroupRead, File.GetUnixFileMode(policy.Path));
            Assert.Equal(policy.Path, new FileInfo(link).LinkTarget);
            Assert.Equal(2, Directory.GetFiles(Path.GetDirectoryName(policy.Path)!, Path.GetFileName(policy.Path) + "*").Length);
        }
        finally
        {
            File.Delete(link);
        }
    }

    [Fact]
    public void A_tidy_file_is_not_touched()
    {
        using var policy = new TemporaryFile("measure uid=0\n");
        var before = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(policy.Path, before);
        Assert.Equal(0, Run($"format --kernel 6.12 --write {policy.Path}", string.Empty).Exit);
        Assert.Equal(before, File.GetLastWriteTimeUtc(policy.Path));
    }

    [Fact]
    public void A_file_with_a_refused_line_is_not_written_and_the_others_are()
    {
        using var bad = new TemporaryFile("bogus\nuid=0 measure\n");
        using var good = new TemporaryFile("uid=0 measure\n");
        var result = Run($"format --kernel 6.12 --write {bad.Path} {good.Path}", string.Empty);
        Assert.Equal(1, result.Exit);
        Assert.EndsWith($"imara: {bad.Path}: not written: kernel 6.12 refuses 1 line\n", result.Error);
        Assert.Equal(("bogus\nuid=0 measure\n", "measure uid=0\n"), (File.ReadAllText(bad.Path), File.ReadAllText(good.Path)));
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_come_out_as_they_went_in()
    {
        using var policy = new TemporaryFile([.. "uid=0 measure fsname="u8, 0xff, .. "\n#\0"u8, 0xfe, (byte)'\r', (byte)'\n']);
        Assert.Equal(0, Run($"format --kernel 6.12 --write {policy.Path}", string.Empty).Exit);
        Assert.Equal((byte[])[.. "measure fsname="u8, 0xff, .. " uid=0\n#\0"u8, 0xfe, (byte)'\r', (byte)'\n'], File.ReadAllBytes(policy.Path));
    }

    [Theory]
    [InlineData("format --kernel 6.12 --write -")]
    [InlineData("format --kernel 6.12 --write --check /dev/null")]
    [InlineData("format --kernel 6.12 /nonexistent")]
    [InlineData("format --kernel 6.12")]
    public void What_cannot_be_done_is_status_2(string arguments)
    {
        var result = Run(arguments, "measure\n");
        Assert.Equal((2, string.Empty), (result.Exit, result.Output));
        Assert.StartsWith("imara: ", result.Error);
    }

    private static (int Exit, string Output, string Error) Status(CommandResult result) => (result.Exit, result.Output, result.Error);

    private static CommandResult Run(string arguments, string input) =>
        Command.Run(NativeBinary.Path, ["policy", .. arguments.Split(' ')], Encoding.UTF8.GetBytes(input));
}
