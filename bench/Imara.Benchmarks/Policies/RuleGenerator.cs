using System.Collections.Immutable;
using Imara.Policy.Rules;

namespace Imara.Benchmarks.Policies;

/// <summary>Makes large policies of rules that compare func, fowner, fsuuid and uid for equality; the same seed gives the same rules.</summary>
public static class RuleGenerator
{
    private static readonly PolicyFunc[] Funcs = [PolicyFunc.FileCheck, PolicyFunc.BprmCheck, PolicyFunc.MmapCheck];
    private static readonly PolicyAction[] Actions = [PolicyAction.Measure, PolicyAction.DontMeasure, PolicyAction.Appraise, PolicyAction.DontAppraise, PolicyAction.Audit];

    /// <summary>The UUID with this number.</summary>
    public static FsUuid Uuid(int number) => new(0x6b5b3d5e8f2c4b0a, (ulong)number);

    /// <summary>Rules over ids 0 to <paramref name="count"/> and as many UUIDs: each names func and one, two or all three of fowner, fsuuid and uid.</summary>
    public static ImmutableArray<PolicyRule> Make(int count, int seed = 1)
    {
        var random = new Random(seed);
        var rules = ImmutableArray.CreateBuilder<PolicyRule>(count);
        for (var i = 0; i < count; i++)
        {
            var keys = random.Next(1, 8);
            rules.Add(new PolicyRule
            {
                Action = Actions[random.Next(Actions.Length)],
                Func = Funcs[random.Next(Funcs.Length)],
                Fowner = (keys & 1) != 0 ? new IdCondition(IdOperator.Equal, (uint)random.Next(count)) : null,
                FsUuid = (keys & 2) != 0 ? Uuid(random.Next(count)) : null,
                Uid = (keys & 4) != 0 ? new IdCondition(IdOperator.Equal, (uint)random.Next(count)) : null,
            });
        }

        return rules.MoveToImmutable();
    }
}
