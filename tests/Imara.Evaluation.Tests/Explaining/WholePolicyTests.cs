using System.Collections.Immutable;
using CsCheck;
using Imara.Evaluation.Explaining;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Tests.Explaining;

public class WholePolicyTests
{
    private static readonly KernelProfile Newest = KnownKernels.OfVersion(KernelFeatures.Newest);

    [Theory]
    [InlineData("measure", "anybody", "any use of a file", "anywhere", "measure into PCR 10 as ima-ng")]
    [InlineData("measure func=FILE_CHECK mask=^MAY_READ euid=0 pcr=11 template=ima-sig fsmagic=0xef53", "euid 0", "file opened, with MAY_READ", "on ext2, ext3, ext4 (0xef53)", "measure into PCR 11 as ima-sig")]
    [InlineData("measure func=KEY_CHECK keyrings=.ima|.evm uid>0 gid=5", "uid above 0", "key added to .ima or .evm", "anywhere", "measure into PCR 10 as ima-buf")]
    [InlineData("appraise fowner<1000 appraise_type=sigv3 digest_type=verity appraise_algos=sha256", "anybody", "any use of a file", "owner below 1000", "appraise by signature of version 3 with sha256, fs-verity digest")]
    [InlineData("audit func=BPRM_CHECK mask=MAY_EXEC fsname=tmpfs permit_directio", "anybody", "program executed, only MAY_EXEC", "on tmpfs", "audit, O_DIRECT let through")]
    [InlineData("appraise func=SETXATTR_CHECK appraise_algos=sha256,sha512", "anybody", "security.ima written", "anywhere", "only with sha256,sha512, until reboot")]
    public void A_rule_as_a_row(string rule, string who, string what, string where, string action) =>
        Assert.Equal(new RuleRow(who, what, where, action), RuleRow.Of(Parse(rule), Newest, isFollowed: false));

    [Theory]
    [InlineData(true, "except from measure below")]
    [InlineData(false, "none: no measure rule below")]
    public void A_dont_rule_is_an_exception_of_what_follows(bool isFollowed, string action) =>
        Assert.Equal(action, RuleRow.Of(Parse("dont_measure fsmagic=0x9fa0"), Newest, isFollowed).Action);

    [Fact]
    public void Every_rule_has_a_row() => Gens.Rule.Sample(rule =>
    {
        var row = RuleRow.Of(rule, Newest, isFollowed: false);
        Assert.True(row.Who.Length > 0 && row.What.Length > 0 && row.Where.Length > 0 && row.Action.Length > 0);
    });

    [Fact]
    public void A_summary_says_what_is_done_what_is_global_and_what_goes() =>
        Assert.Equal(
            [
                "measured: file opened; program executed; file opened, by uid 0 (1 exception)", "appraised: IMA policy loaded", "nothing is hashed: there are exceptions only",
                "for everybody until reboot: security.ima may be written with sha256 only", "for everybody: policies have to be signed and given by path until reboot, in every mode",
                "the first load takes the place of tcb, appraise_tcb, secure_boot and critical_data",
            ],
            PolicySummary.Of(
                [
                    .. new[]
                    {
                        "dont_measure fsmagic=0x9fa0", "measure func=FILE_CHECK", "measure func=BPRM_CHECK", "measure func=FILE_CHECK uid=0", "appraise func=POLICY_CHECK",
                        "appraise func=SETXATTR_CHECK appraise_algos=sha256", "dont_hash",
                    }.Select(Parse),
                ],
                new RuleContext(Newest, LsmContext.None)));

    [Theory]
    [InlineData("6.12-lab", "measure func=CREDS_CHECK", "CREDS_CHECK is asked for scripts and their interpreters, before set-user-id bits are applied")]
    [InlineData("7.3-debian", "measure func=CREDS_CHECK", "CREDS_CHECK is asked once, for the final program, after set-user-id bits are applied")]
    [InlineData("6.1-debian", "appraise appraise_type=imasig func=BPRM_CHECK", "the keyring .blacklist is not asked")]
    [InlineData("6.12-lab", "appraise appraise_type=imasig func=BPRM_CHECK", "a file whose digest is on the keyring .blacklist is refused")]
    [InlineData("6.12-lab", "measure func=POLICY_CHECK", "only policies given by path are seen, not lines written directly")]
    public void What_depends_on_the_kernel_is_said_for_this_one(string kernel, string rule, string note)
    {
        var profile = KnownKernels.Find(kernel)!;
        var parsed = RuleParser.Parse(new ByteString(rule).Span, new RuleContext(profile, LsmContext.None)).Rule!;
        Assert.Equal([note], KernelNotes.Of(parsed, profile));
    }

    [Fact]
    public void An_explanation_ends_in_the_decision_and_every_answer_in_it_is_the_matchers() =>
        Gen.Select(Gens.Rule.Array[0, 20], Gens.Event).Sample((rules, e) =>
        {
            var policy = new CompiledPolicy([.. rules], LsmKind.None, isAppraising: true);
            var log = new Log();
            var explained = policy.Explain(e, log);
            Assert.Equal(policy.Decide(e), explained);

            // The decision again, from nothing but what the listener heard.
            var again = new PolicyDecision();
            foreach (var (index, rule) in log.Matches)
            {
                again.Take(rule, index);
            }

            Assert.Equal(explained, again);
        });

    private static PolicyRule Parse(string rule) => RuleParser.Parse(new ByteString(rule).Span, new RuleContext(Newest, LsmContext.None)).Rule!;

    private sealed class Log : IMatchListener
    {
        public List<(int Index, PolicyRule Rule)> Matches { get; } = [];

        public void Heard(int index, PolicyRule rule, RuleCondition failure)
        {
            if (failure == RuleCondition.None)
            {
                Matches.Add((index, rule));
            }
        }
    }
}
