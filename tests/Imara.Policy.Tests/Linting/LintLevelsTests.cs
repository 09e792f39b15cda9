using Imara.Diagnostics;
using Imara.Policy.Linting;

namespace Imara.Policy.Tests.Linting;

public class LintLevelsTests
{
    [Theory]
    [InlineData("IMA0325=error", DiagnosticSeverity.Error)]
    [InlineData("IMA0325=info", DiagnosticSeverity.Info)]
    [InlineData("IMA0325=off IMA0325=warning", DiagnosticSeverity.Warning)]
    [InlineData("IMA0325=off", null)]
    [InlineData("off", null)]
    [InlineData("IMA0303=error", DiagnosticSeverity.Warning)]
    public void What_is_said_last_counts(string words, DiagnosticSeverity? severity)
    {
        var levels = LintLevels.Usual;
        foreach (var word in words.Split(' '))
        {
            Assert.True(levels.TryAdd(word, out levels, out _));
        }

        var found = Lints.Of("measure func=BPRM_CHECK pcr=7\n", "6.12", levels).Diagnostics;
        Assert.Equal(severity, found.IsEmpty ? null : found[0].Severity);
    }

    [Theory]
    [InlineData("IMA0101=off")]
    [InlineData("IMA9999=off")]
    [InlineData("IMA0325")]
    [InlineData("IMA0325=")]
    [InlineData("IMA0325=fatal")]
    [InlineData("on")]
    [InlineData("")]
    public void Anything_else_is_refused(string word)
    {
        Assert.False(LintLevels.Usual.TryAdd(word, out _, out var error));
        Assert.NotEmpty(error);
    }
}
