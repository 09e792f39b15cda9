using System.Text;
using Imara.Diagnostics;
using Imara.Policy.Checking;
using Imara.Policy.Fixing;
using Imara.Policy.Linting;

namespace Imara.Policy.Tests.Linting;

/// <summary>What safe fixes make of a policy. The texts hold <c>;</c> for a line feed.</summary>
public class PolicyFixerTests
{
    [Theory]
    [InlineData("6.12", "measure func=PATH_CHECK fowner=5", "measure func=FILE_CHECK fowner=5;")]
    [InlineData("6.12", "func=FILE_MMAP\tmeasure  pcr=1 pcr=11;", "measure func=MMAP_CHECK pcr=11;")]
    [InlineData("6.12", "measure func=KEY_CHECK gid=5 pcr=0;", "measure func=KEY_CHECK;")]
    [InlineData("6.12", "measure func=BPRM_CHECK fsmagic=+9fa0;", "measure func=BPRM_CHECK fsmagic=+0x9fa0;")]
    [InlineData("6.12", "measure func=BPRM_CHECK fsuuid=8bcbe394-4f13-4144-be8e-5aa9ea2ce2f6xyz uid=0;", "measure func=BPRM_CHECK fsuuid=8bcbe394-4f13-4144-be8e-5aa9ea2ce2f6 uid=0;")]
    [InlineData("6.12", "audit func=BPRM_CHECK;# c;audit func=BPRM_CHECK uid=0;audit mask=MAY_EXEC func=BPRM_CHECK;", "audit func=BPRM_CHECK;# c;")]
    [InlineData("6.16", "audit func=BPRM_CHECK;audit func=BPRM_CHECK # kept;", "audit func=BPRM_CHECK;audit func=BPRM_CHECK # kept;")]
    [InlineData("6.12", "measure func=BPRM_CHECK\r;measure func=MODULE_CHECK fsname=ext4\r\r;", "measure func=BPRM_CHECK;measure func=MODULE_CHECK fsname=ext4;")]
    [InlineData("6.12", "measure func=MODULE_CHECK fsname=ext4\r;", "measure func=MODULE_CHECK fsname=ext4\r;")]
    [InlineData("6.12", "\r;measure func=BPRM_CHECK\r;", ";measure func=BPRM_CHECK;")]
    [InlineData("6.12", "measure func=BPRM_CHECK  # why\r;", "# why;measure func=BPRM_CHECK;")]
    [InlineData("6.12", "measure func=FILE_MMAP # old\t", "# old\t;measure func=MMAP_CHECK;")]
    [InlineData("6.12", "template=ima-ng measure uid=0;", "measure template=ima-ng uid=0;")]
    [InlineData("6.12", "template=ima-ng appraise;", "template=ima-ng appraise;")]
    [InlineData("6.12", "template=nonsense measure;", "measure template=nonsense;")]
    [InlineData("6.12", "measure func=BPRM_CHECK mask=MAY_READ;measure func=MODULE_CHECK mask=MAY_EXEC;", "measure func=BPRM_CHECK mask=MAY_READ;measure func=MODULE_CHECK mask=MAY_EXEC;")]
    [InlineData("6.12", "appraise func=SETXATTR_CHECK appraise_algos=sha256;appraise func=SETXATTR_CHECK appraise_algos=sha256;", "appraise func=SETXATTR_CHECK appraise_algos=sha256;")]
    [InlineData("6.12", "measure fowner=5 pcr=11;measure fowner=5 uid=0 pcr=12;", "measure fowner=5 pcr=11;measure fowner=5 uid=0 pcr=12;")]
    [InlineData("6.12", "measure bogus\r;", "measure bogus;")]
    [InlineData("6.12", "# only a comment\r;", "# only a comment\r;")]
    [InlineData("6.12", "", "")]
    public void Safe_fixes_are_applied_and_a_second_time_there_are_none(string kernel, string before, string after)
    {
        var fixedPolicy = Fix(before.Replace(';', '\n'), kernel);
        Assert.Equal(after.Replace(';', '\n'), Text(fixedPolicy));
        Assert.Equal(before != after, fixedPolicy.IsChanged(0));
        var again = Fix(after.Replace(';', '\n'), kernel);
        Assert.Equal(after.Replace(';', '\n'), Text(again));
        Assert.Empty(again.Fixed);
    }

    [Fact]
    public void A_fix_that_would_change_a_rule_is_not_applied()
    {
        var context = Lints.Context("6.12");
        var check = Lints.Of("measure func=BPRM_CHECK uid=0\n", context);
        var rule = check.Sources[0].Text.Span.IndexOf(" uid=0"u8);
        var wrong = new CheckedDiagnostic(0, 1, 1, Diagnostic.At(PolicyDiagnostics.UnknownToken, new SourceSpan(rule, 6), "x", "y"))
        {
            Fix = TextFix.Keeping("take uid out", TextEdit.Remove(new SourceSpan(rule, 6))),
        };
        var result = PolicyFixer.Apply(check with { Diagnostics = [wrong] }, sources => Lints.Of(sources, context));
        Assert.Empty(result.Fixed);
        Assert.Equal("measure func=BPRM_CHECK uid=0\n", Text(result));
    }

    [Fact]
    public void Only_the_files_with_findings_change()
    {
        var context = Lints.Context("6.12");
        var check = Lints.Of([new("a", "measure func=BPRM_CHECK\n"u8.ToArray()), new("b", "measure func=FILE_MMAP\n"u8.ToArray())], context);
        var result = PolicyFixer.Apply(check, sources => Lints.Of(sources, context));
        Assert.Equal((false, true), (result.IsChanged(0), result.IsChanged(1)));
        Assert.Equal(("b", 1, "IMA0372"), (result.Check.Sources[1].Name, result.Fixed[0].Line, result.Fixed[0].Diagnostic.Descriptor.Id));
    }

    private static FixedPolicy Fix(string text, string kernel)
    {
        var context = Lints.Context(kernel);
        return PolicyFixer.Apply(Lints.Of(text, context, LintLevels.Usual), sources => Lints.Of(sources, context));
    }

    private static string Text(FixedPolicy policy) => Encoding.UTF8.GetString(policy.Check.Sources[0].Text.Span);
}
