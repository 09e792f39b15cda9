using System.Collections.Immutable;
using CsCheck;
using Imara.Evaluation.Differences;
using Imara.Evaluation.Events;
using Imara.Policy.Checking;
using Imara.Policy.Formatting;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Tests.Differences;

public class PolicyComparerTests
{
    private static readonly KernelProfile Newest = KnownKernels.OfVersion(KernelFeatures.Newest);
    private static readonly ActionClass[] Classes = [ActionClass.Measure, ActionClass.Appraise, ActionClass.Audit, ActionClass.Hash];

    // A policy and what somebody may have made of it: another one, or the same with a rule moved, left out or put in.
    private static readonly Gen<(PolicyRule[] A, PolicyRule[] B)> Pairs =
        Gen.Select(Gens.Rule.Array[0, 6], Gens.Rule.Array[0, 6], Gens.Rule, Gen.Int[0, 3], Gen.Int[0, 5], Gen.Int[0, 5]).Select((a, other, extra, how, from, to) =>
        {
            var b = a.ToList();
            if (how == 0 || b.Count == 0)
            {
                return (a, other);
            }

            if (how == 1)
            {
                b.Insert(to % b.Count, extra);
            }
            else
            {
                var moved = b[from % b.Count];
                b.RemoveAt(from % b.Count);
                if (how == 2)
                {
                    b.Insert(to % (b.Count + 1), moved);
                }
            }

            return (a, b.ToArray());
        });

    [Fact]
    public void Events_that_come_out_differently_are_never_missed() =>
        Gen.Select(Pairs, Gens.RealEvent.Array[1, 200], Gen.Bool).Sample((pair, events, isAppraising) =>
        {
            var (a, b) = (Compiled(pair.A, isAppraising), Compiled(pair.B, isAppraising));
            var differences = Compare(a, b).Differences;
            foreach (var e in events)
            {
                foreach (var actionClass in Classes)
                {
                    var (from, to) = (Outcome(a, e, actionClass), Outcome(b, e, actionClass));
                    Assert.True(from == to || differences.Any(d => d.Class == actionClass), $"{actionClass} of {e.Func} {e.Mask}: {from} -> {to}");
                }
            }
        }, iter: 1000);

    [Fact]
    public void Every_witness_comes_out_as_reported() =>
        Pairs.Sample((first, second) =>
        {
            var (a, b) = (Compiled(first, true), Compiled(second, true));
            foreach (var difference in Compare(a, b).Differences)
            {
                Assert.NotEqual(difference.From, difference.To);
                Assert.Equal((difference.From, difference.To), (Outcome(a, difference.Witness, difference.Class), Outcome(b, difference.Witness, difference.Class)));
                Assert.Contains(difference.Witness.Func, difference.Funcs);
                Assert.True(difference.RulesOfA.Length + difference.RulesOfB.Length > 0);
            }
        }, iter: 1000);

    [Fact]
    public void A_policy_does_not_differ_from_itself() =>
        Gens.Rule.Array[0, 20].Sample(rules => Assert.True(Compare(Compiled(rules, true), Compiled([.. rules.Select(rule => rule with { })], true)).IsSame));

    [Fact]
    public void Laying_out_a_policy_changes_nothing()
    {
        var context = new RuleContext(Newest, LsmContext.None);
        Gens.Rule.Array[1, 8].Sample(rules =>
        {
            var text = string.Concat(rules.Select(rule => LoadableRule.Write(rule, Newest) + "\n"));
            var before = Parsed(text, context);
            var after = Parsed(PolicyFormatter.Format(new ByteString(text).Memory, context).Text, context);
            Assert.True(Compare(Compiled(before, true), Compiled(after, true)).IsSame);
        });
    }

    [Fact]
    public void What_the_kernel_reads_back_is_no_difference()
    {
        var context = ReadBackText.ContextFor(new RuleContext(Newest, LsmContext.None));
        Gens.Rule.Array[1, 8].Sample(rules =>
        {
            var before = Parsed(string.Concat(rules.Select(rule => LoadableRule.Write(rule, Newest) + "\n")), context);
            var printed = string.Concat(before.Select(rule => CanonicalRule.Write(rule, Newest) + "\n"));
            var after = Parsed(ReadBackText.Repair(new ByteString(printed).Memory, context, out _), context);
            Assert.True(Compare(Compiled(before, true), Compiled(after, true)).IsSame);
        });
    }

    [Theory]
    [InlineData("measure uid=0", "measure uid<1")]
    [InlineData("measure mask=^MAY_READ func=BPRM_CHECK", "audit func=MODULE_CHECK mask=MAY_WRITE")]
    [InlineData("measure func=FILE_CHECK\ndont_measure fsmagic=0x9fa0", "measure func=FILE_CHECK\ndont_measure func=FILE_CHECK\ndont_measure fsmagic=0x9fa0")]
    [InlineData("dont_measure fsmagic=1\ndont_measure fsmagic=2\nmeasure", "dont_measure fsmagic=2\ndont_measure fsmagic=1\nmeasure")]
    [InlineData("measure func=FILE_CHECK pcr=10 template=ima-ng", "measure func=FILE_CHECK")]
    [InlineData("measure func=KEY_CHECK gid=7 keyrings=a|b", "measure func=KEY_CHECK keyrings=b|a|b pcr=0")]
    [InlineData("measure uid>4294967293", "measure uid=4294967294")]
    [InlineData("measure permit_directio", "measure")]
    [InlineData("hash fowner=0\nappraise fowner=0", "appraise fowner=0")]
    public void Other_words_for_the_same_are_no_difference(string a, string b) =>
        Assert.Empty(Compare(Compiled(Parsed(a), true), Compiled(Parsed(b), true)).Differences);

    [Theory]
    [InlineData("measure func=FILE_CHECK uid=0", "measure func=FILE_CHECK euid=0", 2)]
    [InlineData("measure pcr=10 template=ima-ng", "measure", 1)]
    [InlineData("dont_measure fsmagic=0x9fa0\nmeasure", "measure\ndont_measure fsmagic=0x9fa0", 1)]
    [InlineData("measure func=FILE_CHECK mask=MAY_READ", "measure func=FILE_CHECK mask=^MAY_READ", 1)]
    [InlineData("appraise fowner=0", "appraise fowner=0 appraise_type=imasig", 1)]
    [InlineData("appraise fowner=0", "appraise fowner=0 appraise_algos=sha256", 1)]
    [InlineData("appraise fowner=0\nmeasure uid=0", "appraise fowner=0\nmeasure uid=0 digest_type=verity", 2)]
    [InlineData("appraise fowner=0", "dont_measure permit_directio\nmeasure pcr=11\nappraise fowner=0", 1)]
    [InlineData("appraise func=BPRM_CHECK", "appraise", 2)]
    [InlineData("hash fowner=0\nappraise fowner=0", "appraise fowner=0\nhash fowner=0", 1)]
    [InlineData("measure func=CRITICAL_DATA label=selinux", "measure func=CRITICAL_DATA", 1)]
    [InlineData("dont_appraise func=BPRM_CHECK\nappraise", "dont_appraise func=BPRM_CHECK fowner=1\nappraise", 1)]
    public void Each_pair_of_rules_that_decides_differently_is_one_entry(string a, string b, int count) =>
        Assert.Equal(count, Compare(Compiled(Parsed(a), true), Compiled(Parsed(b), true)).Differences.Length);

    [Fact]
    public void What_holds_for_the_whole_machine_is_compared()
    {
        var a = "measure\nappraise func=SETXATTR_CHECK appraise_algos=sha256\nappraise func=SETXATTR_CHECK appraise_algos=sha512";
        var b = "appraise func=MODULE_CHECK\nappraise func=SETXATTR_CHECK appraise_algos=sha512";
        Assert.Equal(
            [
                new GlobalDifference(GlobalEffect.Measuring, "yes", "no"), new GlobalDifference(GlobalEffect.Appraising, "no", "yes"),
                new GlobalDifference(GlobalEffect.SetxattrAlgos, "sha256", "sha512"), new GlobalDifference(GlobalEffect.AppraisingModules, "no", "yes"),
            ],
            Compare(Compiled(Parsed(a), true), Compiled(Parsed(b), true)).Globals);
    }

    [Theory]
    [InlineData(LsmKind.SELinux, "measure obj_type=bin_t", "measure obj_type=bin_t obj_user=u", "user_u:role_r:bin_t:s0", "")]
    [InlineData(LsmKind.Smack, "measure subj_user=a", "measure subj_user=b", "", "a")]
    [InlineData(LsmKind.AppArmor, "measure subj_role=a//&b", "measure subj_role=b//&a//&c", "", "a//&b")]
    public void Labels_are_facts_too(LsmKind lsm, string a, string b, string label, string subject)
    {
        var context = new RuleContext(Newest, new LsmContext(lsm));
        var comparison = PolicyComparer.Compare(
            new CompiledPolicy(Parsed(new ByteString(a).Memory, context), lsm, true), new CompiledPolicy(Parsed(new ByteString(b).Memory, context), lsm, true), Newest, lsm);
        var witness = comparison.Differences[0].Witness;
        Assert.Equal((label, subject), (witness.File!.Label.ToString(), witness.Subject.ToString()));
    }

    [Fact]
    public void A_comparison_that_runs_out_of_budget_says_so()
    {
        var comparison = PolicyComparer.Compare(Compiled(Parsed("measure uid=0\nmeasure"), true), Compiled(Parsed("measure"), true), Newest, LsmKind.None, budget: 3);
        Assert.False(comparison.IsSame);
        Assert.Contains((ActionClass.Measure, PolicyFunc.FileCheck), comparison.Unfinished);
    }

    private static PolicyComparison Compare(CompiledPolicy a, CompiledPolicy b)
    {
        var comparison = PolicyComparer.Compare(a, b, Newest, LsmKind.None);
        Assert.Empty(comparison.Unfinished);
        return comparison;
    }

    private static ClassOutcome Outcome(CompiledPolicy policy, PolicyEvent e, ActionClass actionClass) =>
        ClassOutcome.Of(policy.Decide(e, PolicyQuestion.Of(e).Asked), e, actionClass, Newest);

    private static CompiledPolicy Compiled(IEnumerable<PolicyRule> rules, bool isAppraising) => new([.. rules], LsmKind.None, isAppraising);

    private static ImmutableArray<PolicyRule> Parsed(string text) => Parsed(text, new RuleContext(Newest, LsmContext.None));

    private static ImmutableArray<PolicyRule> Parsed(string text, RuleContext context) => Parsed(new ByteString(text).Memory, context);

    private static ImmutableArray<PolicyRule> Parsed(ReadOnlyMemory<byte> text, RuleContext context) =>
        PolicyChecker.Check([new PolicySource("policy", text)], context, LoadMethod.Lines).Rules;
}
