namespace Imara.Evaluation.Differences;

/// <summary>A set of events of one kind: for each fact the values that are left. Never empty, because facts are independent and each state holds some.</summary>
internal sealed class EventRegion
{
    private readonly FactState[] states;

    private EventRegion(FactState[] states) => this.states = states;

    /// <summary>Every event of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="labels">How labels of files and tasks are compared.</param>
    public static EventRegion All(EventKind kind, LabelFacts labels)
    {
        var all = new FactState[(int)EventFact.SubjType + 1];
        Array.Fill(all, OpenState.Any);
        foreach (var fact in (ReadOnlySpan<EventFact>)
            [EventFact.Uid, EventFact.Euid, EventFact.Suid, EventFact.Gid, EventFact.Egid, EventFact.Sgid, EventFact.Fowner, EventFact.Fgroup])
        {
            all[(int)fact] = IdState.Any;
        }

        all[(int)EventFact.Mask] = new ChoiceState((1u << kind.Masks.Length) - 1);
        all[(int)EventFact.CanSetUid] = new ChoiceState(3);
        all[(int)EventFact.CanSetGid] = new ChoiceState(3);
        if (labels.AreSets)
        {
            all[(int)EventFact.ObjUser] = MemberState.Any;
            all[(int)EventFact.SubjUser] = MemberState.Any;
        }

        return new EventRegion(all);
    }

    /// <summary>What is left of a fact.</summary>
    public FactState this[EventFact fact] => states[(int)fact];

    /// <summary>True if the test holds for every event, false if for none, null if it depends.</summary>
    public bool? Test(in FactTest test) => states[(int)test.Fact].Test(test);

    /// <summary>The events for which the answer is <paramref name="holds"/>; asked only where it depends.</summary>
    public EventRegion Where(in FactTest test, bool holds)
    {
        var copy = (FactState[])states.Clone();
        copy[(int)test.Fact] = copy[(int)test.Fact].Where(test, holds);
        return new EventRegion(copy);
    }
}
