namespace Imara.Evaluation.Differences;

/// <summary>A fact with few values, such as a mask or a capability: one bit for each that is left.</summary>
internal sealed class ChoiceState(uint left) : FactState
{
    /// <summary>One bit for each value.</summary>
    public uint Left => left;

    /// <inheritdoc/>
    public override bool? Test(in FactTest test)
    {
        var yes = left & (uint)test.Value.Number;
        return yes == left ? true : yes == 0 ? false : null;
    }

    /// <inheritdoc/>
    public override FactState Where(in FactTest test, bool holds) => new ChoiceState(left & (holds ? (uint)test.Value.Number : ~(uint)test.Value.Number));
}
