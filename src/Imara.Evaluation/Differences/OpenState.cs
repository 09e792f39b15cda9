using System.Collections.Immutable;

namespace Imara.Evaluation.Differences;

/// <summary>A fact with more values than anybody can rule out: one known value, or all but a few.</summary>
internal sealed class OpenState : FactState
{
    private readonly ImmutableHashSet<FactValue> excluded;

    private OpenState(FactValue? known, ImmutableHashSet<FactValue> excluded)
    {
        Known = known;
        this.excluded = excluded;
    }

    /// <summary>Any value.</summary>
    public static OpenState Any { get; } = new(null, []);

    /// <summary>The value, where only one is left.</summary>
    public FactValue? Known { get; }

    /// <summary>True if no value was ruled out.</summary>
    public bool IsAny => Known is null && excluded.IsEmpty;

    /// <summary>True if the value is left.</summary>
    public bool Has(FactValue value) => Known is { } known ? known == value : !excluded.Contains(value);

    /// <inheritdoc/>
    public override bool? Test(in FactTest test) => Known is { } known ? known == test.Value : excluded.Contains(test.Value) ? false : null;

    /// <inheritdoc/>
    public override FactState Where(in FactTest test, bool holds) => holds ? new OpenState(test.Value, []) : new OpenState(null, excluded.Add(test.Value));
}
