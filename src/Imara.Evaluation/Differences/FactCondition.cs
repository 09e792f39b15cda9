using Imara.Policy.Rules;

namespace Imara.Evaluation.Differences;

/// <summary>One condition of a rule: tests of which one has to hold, and for euid and egid two more that only count for a privileged task.</summary>
/// <remarks>docs/reference/policy.md 4.2, 2 and 5.</remarks>
internal readonly struct FactCondition
{
    // Bit 1 of a capability's values is "has it".
    private static readonly FactValue Yes = FactValue.Of(2);

    private readonly FactTest[] tests;
    private readonly FactTest? gate;
    private readonly FactTest[] gated;

    /// <summary>A single test.</summary>
    public FactCondition(in FactTest test)
        : this([test], null, [])
    {
    }

    private FactCondition(FactTest[] tests, FactTest? gate, FactTest[] gated)
    {
        this.tests = tests;
        this.gate = gate;
        this.gated = gated;
    }

    /// <summary>A condition that lists values.</summary>
    public static FactCondition AnyOf(EventFact fact, IEnumerable<FactValue> values) => new([.. values.Select(value => FactTest.Equal(fact, value))], null, []);

    /// <summary>A condition <c>euid</c>: with CAP_SETUID any of three ids will do.</summary>
    public static FactCondition Euid(IdCondition id) => Effective(id, EventFact.Euid, EventFact.CanSetUid, EventFact.Suid, EventFact.Uid);

    /// <summary>A condition <c>egid</c>: with CAP_SETGID any of three ids will do.</summary>
    public static FactCondition Egid(IdCondition id) => Effective(id, EventFact.Egid, EventFact.CanSetGid, EventFact.Sgid, EventFact.Gid);

    /// <summary>True if it holds in the whole region, false if nowhere, null if it depends; then <paramref name="open"/> is a test to split the region by.</summary>
    public bool? Test(EventRegion region, out FactTest open)
    {
        open = default;
        var first = AnyOf(tests, region, ref open);
        if (first == true || gate is not { } question)
        {
            return first;
        }

        var isOpen = first is null;
        var hasGate = region.Test(question);
        var openBehind = default(FactTest);
        var behind = AnyOf(gated, region, ref openBehind);
        if (hasGate == true && behind == true)
        {
            return true;
        }

        if (hasGate == false || behind == false)
        {
            return first;
        }

        if (!isOpen)
        {
            open = hasGate is null ? question : openBehind;
        }

        return null;
    }

    private static FactCondition Effective(IdCondition id, EventFact effective, EventFact capability, EventFact saved, EventFact real)
    {
        var value = FactValue.Of(id.Value);
        return new FactCondition(
            [new FactTest(effective, id.Operator, value)],
            FactTest.Equal(capability, Yes),
            [new FactTest(saved, id.Operator, value), new FactTest(real, id.Operator, value)]);
    }

    private static bool? AnyOf(FactTest[] tests, EventRegion region, ref FactTest open)
    {
        bool? result = false;
        foreach (ref readonly var test in tests.AsSpan())
        {
            switch (region.Test(test))
            {
                case true:
                    return true;
                case null:
                    open = result is null ? open : test;
                    result = null;
                    break;
            }
        }

        return result;
    }
}
