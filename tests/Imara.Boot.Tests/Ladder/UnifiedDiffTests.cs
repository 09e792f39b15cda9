using System.Diagnostics;
using System.Text;
using CsCheck;
using Imara.Boot.Ladder;

namespace Imara.Boot.Tests.Ladder;

public sealed class UnifiedDiffTests
{
    [Fact]
    public void A_changed_line_is_shown_with_three_around_it() =>
        Assert.Equal("--- f\n+++ f\n@@ -2,7 +2,7 @@\n b\n c\n d\n-e\n+E\n f\n g\n h\n", Diff("a\nb\nc\nd\ne\nf\ng\nh\ni\n", "a\nb\nc\nd\nE\nf\ng\nh\ni\n"));

    [Fact]
    public void A_new_file_and_a_removed_one_have_one_side()
    {
        Assert.Equal("--- /dev/null\n+++ f\n@@ -0,0 +1,2 @@\n+a\n+b\n", UnifiedDiff.Write(new FileChange("f", null, Bytes("a\nb\n"))));
        Assert.Equal("--- f\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n", UnifiedDiff.Write(new FileChange("f", Bytes("a\n"), null)));
    }

    [Fact]
    public void A_missing_line_feed_is_told() => Assert.Equal("--- f\n+++ f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n", Diff("a", "a\n"));

    [Fact]
    public void Tabs_are_tabs_and_bytes_that_cannot_be_shown_are_named() => Assert.EndsWith("-\ta\\x1b\n+\tb\n", Diff("\ta\u001b\n", "\tb\n"), StringComparison.Ordinal);

    [Fact]
    public void What_does_not_change_is_not_shown() => Assert.Empty(Diff("a\n", "a\n"));

    // patch(1) is the judge of what a diff says.
    [Fact]
    public void Patch_makes_the_new_file_of_the_old_one() =>
        Gen.Select(Gen.Char["abc"].Array[0, 30], Gen.Char["abc"].Array[0, 30]).Sample(
            (before, after) =>
            {
                var (old, made) = (Text(before), Text(after));
                if (old == made || old.Length == 0 || made.Length == 0)
                {
                    return;
                }

                var folder = Directory.CreateTempSubdirectory("imara-diff-").FullName;
                try
                {
                    File.WriteAllText(Path.Combine(folder, "f"), old);
                    File.WriteAllText(Path.Combine(folder, "d"), Diff(old, made));
                    using var patch = Process.Start(new ProcessStartInfo("patch", ["-s", "-d", folder, "-i", "d", "f"]))!;
                    patch.WaitForExit();
                    Assert.Equal(0, patch.ExitCode);
                    Assert.Equal(made, File.ReadAllText(Path.Combine(folder, "f")));
                }
                finally
                {
                    Directory.Delete(folder, recursive: true);
                }
            },
            iter: 50);

    private static string Text(char[] lines) => string.Concat(lines.Select(line => line + "\n"));

    private static string Diff(string before, string after) => UnifiedDiff.Write(new FileChange("f", Bytes(before), Bytes(after)));

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
