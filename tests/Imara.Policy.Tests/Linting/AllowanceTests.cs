using Imara.Diagnostics;

namespace Imara.Policy.Tests.Linting;

public class AllowanceTests
{
    private const string Rule = "measure func=BPRM_CHECK pcr=7\n";

    [Theory]
    [InlineData("6.12", "# imara: allow IMA0325\n" + Rule)]
    [InlineData("6.12", "#imara: allow IMA0303, IMA0325 this machine has no TPM\n\n# about programs\n" + Rule)]
    [InlineData("6.16", "measure func=BPRM_CHECK pcr=7 # imara: allow IMA0325\n")]
    [InlineData("6.16", "measure func=BPRM_CHECK pcr=7 # programs # imara: allow IMA0325\n", false)]
    [InlineData("6.12", Rule + "# imara: allow-file IMA0325\n")]
    [InlineData("6.12", "# imara: allow IMA0325\nmeasure func=MODULE_CHECK\n" + Rule, false)]
    [InlineData("6.12", Rule + "# imara: allow IMA0325\n", false)]
    [InlineData("6.12", "# allow IMA0325\n" + Rule, false)]
    public void A_comment_allows_a_finding_of_the_next_rule_of_its_own_or_of_the_file(string kernel, string policy, bool isAllowed = true) =>
        Assert.Equal(isAllowed ? [] : ["IMA0325"], Lints.Ids(Lints.Of(policy, kernel)).Except(["IMA0390"]));

    [Theory]
    [InlineData("# imara: allow IMA0325\nmeasure func=BPRM_CHECK\n", "IMA0325")]
    [InlineData("# imara: allow IMA0303, IMA0325\n" + Rule, "IMA0303")]
    [InlineData("# imara: allow-file IMA0303\nmeasure func=BPRM_CHECK\n", "IMA0303")]
    [InlineData("measure func=BPRM_CHECK\n# imara: allow IMA0325\n", "IMA0325")]
    public void A_comment_that_allowed_nothing_is_told(string policy, string underlined)
    {
        var check = Lints.Of(policy);
        var found = Assert.Single(check.Diagnostics);
        Assert.Equal(("IMA0390", DiagnosticSeverity.Info), (found.Diagnostic.Descriptor.Id, found.Severity));
        Assert.Equal($"`{underlined}` allows nothing here", found.Diagnostic.Message);
        Assert.Equal(underlined, Lints.Underlined(check, "IMA0390"));
    }

    [Theory]
    [InlineData("# imara: allow IMA0101\n", "IMA0101")]
    [InlineData("# imara: allow IMA0325 IMA9999\n", "IMA9999")]
    [InlineData("# imara: alow IMA0325\n", "alow")]
    [InlineData("# imara: allow all\n", "all")]
    [InlineData("# imara: allow\n", "# imara: allow")]
    public void A_comment_that_allows_nothing_is_reported(string comment, string underlined)
    {
        var check = Lints.Of(comment + Rule);
        Assert.Single(Lints.Ids(check), "IMA0390");
        Assert.Equal(underlined, Lints.Underlined(check, "IMA0390"));
    }

    [Fact]
    public void An_allowance_for_a_file_is_for_that_file()
    {
        var check = Lints.Of([new("a", "# imara: allow-file IMA0325\n"u8.ToArray()), new("b", new ByteString(Rule).Memory)], Lints.Context("6.12"));
        Assert.Equal(["IMA0390", "IMA0325"], Lints.Ids(check));
    }
}
