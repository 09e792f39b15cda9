using Imara.Policy.BuiltIn;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;

namespace Imara.Policy.Tests.CommandLine;

/// <summary>docs/reference/policy.md 10 and measurement-list.md 4.2.</summary>
public class CommandLineParserTests
{
    [Theory]
    [InlineData("", HashAlgo.Sha256, "ima-ng")]
    [InlineData("ima_hash=sha512", HashAlgo.Sha512, "ima-ng")]
    [InlineData("ima_hash=SHA256 ima_hash=sha384", HashAlgo.Sha384, "ima-ng")]
    [InlineData("ima_hash=sha1 ima_hash=sha384", HashAlgo.Sha1, "ima-ng")]
    [InlineData("ima_hash=tgr192", HashAlgo.Sha256, "ima-ng")]
    [InlineData("ima-hash=sha512", HashAlgo.Sha512, "ima-ng")]
    [InlineData("quiet -- ima_hash=sha512", HashAlgo.Sha256, "ima-ng")]
    [InlineData("ima_template=ima", HashAlgo.Sha1, "ima")]
    [InlineData("ima_template=d|n", HashAlgo.Sha1, "ima")]
    [InlineData("ima_hash=sha256 ima_template=ima", HashAlgo.Sha256, "ima-ng")]
    [InlineData("ima_template=ima ima_hash=md5", HashAlgo.Md5, "ima")]
    [InlineData("ima_template=ima ima_hash=sha512", HashAlgo.Sha1, "ima")]
    [InlineData("ima_template=bogus ima_template=ima-sig", HashAlgo.Sha256, "ima-sig")]
    [InlineData("ima_template_fmt=bad ima_template=ima-sig", HashAlgo.Sha256, "ima-sig")]
    [InlineData("ima_template_fmt=d-ng|n-ng|sig ima_template=ima", HashAlgo.Sha256, "d-ng|n-ng|sig")]
    public void Hash_and_template_follow_the_order_of_the_line(string line, HashAlgo hash, string template)
    {
        var boot = Parse(line);
        Assert.Equal((hash, template), (boot.Hash, boot.Template));
    }

    [Theory]
    [InlineData("", AppraiseBits.Enforce)]
    [InlineData("ima_appraise=off", AppraiseBits.None)]
    [InlineData("ima_appraise=enforcexyz", AppraiseBits.Enforce)]
    [InlineData("ima_appraise=log ima_appraise=fix", AppraiseBits.Fix)]
    [InlineData("ima_appraise=bogus", AppraiseBits.Enforce)]
    [InlineData("ima_appraise=log ima_appraise=permissive", AppraiseBits.Enforce)]
    [InlineData("ima_appraise=off ima_appraise=", AppraiseBits.Enforce)]
    [InlineData("ima_appraise=log ima_appraise", AppraiseBits.Log)]
    public void The_mode_is_compared_by_its_beginning_and_the_last_one_wins(string line, AppraiseBits mode) => Assert.Equal(mode, Parse(line).Appraise);

    [Theory]
    [InlineData("ima_appraise=log ima_appraise=permissive", AppraiseBits.Log)]
    [InlineData("ima_appraise=off ima_appraise=", AppraiseBits.None)]
    public void Before_5_11_an_unknown_mode_changes_nothing(string line, AppraiseBits mode) =>
        Assert.Equal(mode, CommandLineParser.Parse(line, KnownKernels.OfVersion(new KernelVersion(5, 10)), _ => false).Appraise);

    [Theory]
    [InlineData("ima_template=", false)]
    [InlineData("ima_template= ima_template=ima-ng ima_policy=tcb", false)]
    [InlineData("ima_template= ima_template_fmt=d-ng", false)]
    [InlineData("ima_template=ima-ng ima_template=", true)]
    [InlineData("ima_template_fmt=d-ng ima_template=", true)]
    [InlineData("ima_template=bogus ima_template=", false)]
    [InlineData("ima_template", true)]
    public void An_empty_template_stops_ima_unless_one_was_chosen_before(string line, bool starts)
    {
        var boot = Parse(line);
        Assert.Equal(starts, boot.Starts);
        Assert.Equal(starts && boot.Policies.Length > 0, boot.DefaultRules(KnownKernels.Find("6.12-lab")!).Length > 0);
    }

    [Fact]
    public void Policies_add_up_and_the_first_of_the_tcb_family_wins()
    {
        var boot = Parse("ima_tcb ima_policy=\"tcb appraise_tcb|bogus\" ima_policy=critical_data");
        Assert.Equal([BuiltInPolicy.ImaTcb, BuiltInPolicy.AppraiseTcb, BuiltInPolicy.CriticalData], boot.Policies);
    }

    private static BootParameters Parse(string line) => CommandLineParser.Parse(line, KnownKernels.Find("6.12-lab")!, format => format.StartsWith("d-ng", StringComparison.Ordinal));
}
