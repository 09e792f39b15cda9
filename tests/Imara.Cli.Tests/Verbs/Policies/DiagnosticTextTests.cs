using System.Text;
using CsCheck;
using Imara.Cli.Verbs.Policies;
using Imara.Diagnostics;
using Imara.Policy;
using Imara.Policy.Checking;

namespace Imara.Cli.Tests.Verbs.Policies;

public class DiagnosticTextTests
{
    [Theory]
    [InlineData("measure func=BPRM\n", 13, 4, "measure func=BPRM", "             ^~~~")]
    [InlineData("\tmeasure\tfunc=BPRM", 14, 4, " measure func=BPRM", "              ^~~~")]
    [InlineData("measure x\r\n", 9, 1, "measure x\\x0d", "         ^~~~")]
    [InlineData("measure \u001b[31m=1\n", 8, 7, "measure \\x1b[31m=1", "        ^~~~~~~~~~")]
    [InlineData("measure", 7, 0, "measure", "       ^")]
    [InlineData("", 0, 0, "", "^")]
    public void The_marks_stand_below_the_bytes(string text, int start, int length, string shown, string mark) =>
        Assert.Equal((shown, mark), DiagnosticText.Snippet(Encoding.UTF8.GetBytes(text), Found(start, length)));

    [Fact]
    public void A_long_line_is_shown_around_the_place()
    {
        var text = Encoding.UTF8.GetBytes(new string('a', 4000) + "X" + new string('b', 4000) + "\n");
        var (shown, mark) = DiagnosticText.Snippet(text, Found(4000, 1));
        Assert.Equal("…" + new string('a', 60) + "X" + new string('b', 60) + "…", shown);
        Assert.Equal(new string(' ', 61) + "^", mark);
    }

    [Fact]
    public void Any_bytes_are_shown_without_control_characters() => Gen.Select(Gen.Byte.Array[0, 400], Gen.Int[0, 400], Gen.Int[0, 400]).Sample((bytes, a, b) =>
    {
        var text = bytes.Select(value => value == '\n' ? (byte)' ' : value).ToArray();
        var start = Math.Min(a, text.Length);
        var (shown, mark) = DiagnosticText.Snippet(text, Found(start, Math.Min(b, text.Length - start)));
        Assert.DoesNotContain(shown, char.IsControl);
        Assert.InRange(mark.Length, 1, 1 + (4 * 140));
    });

    private static CheckedDiagnostic Found(int start, int length) =>
        new(0, 1, start + 1, Diagnostic.At(PolicyDiagnostics.UnknownToken, new SourceSpan(start, length), "x", "y"));
}
