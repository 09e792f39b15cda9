using CsCheck;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Tests;

public class CompiledPolicyTests
{
    private static readonly RuleContext Lab = new(KnownKernels.Find("6.12-lab")!, LsmContext.None);

    [Fact]
    public void The_index_decides_what_a_walk_over_every_rule_decides() =>
        Gen.Select(Gens.Rule.Array[0, 30], Gens.Event.Array[1, 20], Gen.Bool).Sample((rules, events, isAppraising) =>
        {
            var policy = new CompiledPolicy([.. rules], LsmKind.None, isAppraising);
            foreach (var e in events)
            {
                var fast = policy.Decide(e);
                var slow = policy.Explain(e, new Silence());
                Assert.Equal(slow, fast);
            }
        });

    [Fact]
    public void The_first_match_of_a_class_ends_it_and_the_others_go_on()
    {
        var policy = Policy("dont_measure fsmagic=0x9fa0", "measure func=FILE_CHECK pcr=11", "measure func=FILE_CHECK pcr=12", "audit func=FILE_CHECK");
        var onProc = policy.Decide(Open(new FileFacts { FsMagic = 0x9fa0 }));
        Assert.Equal((ActionClass.Audit, ActionClass.Measure, 0, null), (onProc.Actions, onProc.Blocked, onProc.MeasureRule, onProc.Pcr));
        var elsewhere = policy.Decide(Open(new FileFacts()));
        Assert.Equal((ActionClass.Measure | ActionClass.Audit, ActionClass.None, 1, 11), (elsewhere.Actions, elsewhere.Blocked, elsewhere.MeasureRule, elsewhere.Pcr));
    }

    [Fact]
    public void A_mask_without_caret_must_be_equal()
    {
        var policy = Policy("measure func=FILE_CHECK mask=MAY_READ");
        Assert.True(policy.Decide(Open(new FileFacts(), AccessMask.Read)).Has(ActionClass.Measure));
        Assert.False(policy.Decide(Open(new FileFacts(), AccessMask.Read | AccessMask.Write)).Has(ActionClass.Measure));
    }

    [Fact]
    public void A_task_that_can_set_its_ids_is_judged_by_all_three()
    {
        var policy = Policy("measure euid=1000");
        var creds = new Credentials(1000, 0, 0, 0, 0, 0, 0);
        Assert.True(policy.Decide(new PolicyEvent { Func = PolicyFunc.FileCheck, Mask = AccessMask.Read, Creds = creds, TaskCanSetUid = true, File = new FileFacts() }).Has(ActionClass.Measure));
        Assert.False(policy.Decide(new PolicyEvent { Func = PolicyFunc.FileCheck, Mask = AccessMask.Read, Creds = creds, File = new FileFacts() }).Has(ActionClass.Measure));
    }

    [Fact]
    public void Options_spread_from_rules_of_other_classes_and_from_dont_rules()
    {
        var policy = Policy("measure digest_type=verity", "dont_appraise permit_directio", "appraise fowner=0");
        Assert.Equal(RuleOptions.Verity | RuleOptions.PermitDirectio, policy.Decide(Open(new FileFacts())).Options);
    }

    [Fact]
    public void A_hash_rule_before_the_appraise_rule_is_taken_back_and_one_behind_it_stays()
    {
        Assert.Equal(ActionClass.Appraise, Policy("hash fowner=0", "appraise fowner=0").Decide(Open(new FileFacts())).Actions);
        Assert.Equal(ActionClass.Appraise | ActionClass.Hash, Policy("appraise fowner=0", "hash fowner=0").Decide(Open(new FileFacts())).Actions);
    }

    [Fact]
    public void Lone_dont_rules_and_appraise_rules_while_appraisal_is_off_ask_for_nothing()
    {
        Assert.Equal(ActionClass.None, Policy("dont_measure").Classes);
        Assert.Equal(ActionClass.None, new CompiledPolicy([Rule("appraise")], LsmKind.None, isAppraising: false).Classes);
        Assert.Equal(ActionClass.None, Policy("appraise func=SETXATTR_CHECK appraise_algos=sha256").Classes);
    }

    [Fact]
    public void Key_rules_compare_the_keyring_and_ignore_gid()
    {
        var policy = Policy("measure func=KEY_CHECK keyrings=.ima|lab gid=42");
        Assert.True(policy.Decide(new PolicyEvent { Func = PolicyFunc.KeyCheck, Data = new ByteString("lab") }).Has(ActionClass.Measure));
        Assert.False(policy.Decide(new PolicyEvent { Func = PolicyFunc.KeyCheck, Data = new ByteString(".evm") }).Has(ActionClass.Measure));
        Assert.False(Policy("measure").Decide(new PolicyEvent { Func = PolicyFunc.KeyCheck }).Has(ActionClass.Measure));
    }

    [Theory]
    [InlineData("measure obj_type=bin_t", "system_u:object_r:bin_t:s0:c1", true)]
    [InlineData("measure obj_user=system_u", "system_u:object_r:bin_t:s0", true)]
    [InlineData("measure obj_role=bin_t", "system_u:object_r:bin_t:s0", false)]
    [InlineData("measure obj_type=bin_t", "", false)]
    public void SELinux_conditions_compare_one_part_of_the_context(string rule, string label, bool matches)
    {
        var context = Lab with { Lsm = new LsmContext(LsmKind.SELinux) };
        var policy = new CompiledPolicy([RuleParser.Parse(new ByteString(rule).Span, context).Rule!], LsmKind.SELinux, isAppraising: true);
        Assert.Equal(matches, policy.Decide(Open(new FileFacts { Label = new ByteString(label) })).Has(ActionClass.Measure));
    }

    [Fact]
    public void An_explanation_names_the_condition_that_failed()
    {
        var heard = new Notes();
        Policy("dont_measure fowner=7", "measure uid=5", "measure").Explain(Open(new FileFacts()), heard);
        Assert.Equal([(0, RuleCondition.Fowner), (1, RuleCondition.Uid), (2, RuleCondition.None)], heard.Lines);
    }

    private static PolicyEvent Open(FileFacts file, AccessMask mask = AccessMask.Read) =>
        new() { Func = PolicyFunc.FileCheck, Mask = mask, Creds = Credentials.Root, TaskCanSetUid = true, TaskCanSetGid = true, File = file };

    private static CompiledPolicy Policy(params string[] lines) => new([.. lines.Select(Rule)], LsmKind.None, isAppraising: true);

    private static PolicyRule Rule(string line) => RuleParser.Parse(new ByteString(line).Span, Lab).Rule!;

    private sealed class Silence : IMatchListener
    {
        public void Heard(int index, PolicyRule rule, RuleCondition failure)
        {
            // Only the decision is compared.
        }
    }

    private sealed class Notes : IMatchListener
    {
        public List<(int Index, RuleCondition Failure)> Lines { get; } = [];

        public void Heard(int index, PolicyRule rule, RuleCondition failure) => Lines.Add((index, failure));
    }
}
