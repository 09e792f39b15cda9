namespace Imara.Evaluation.Differences;

/// <summary>The values of one fact that a region still holds; immutable.</summary>
internal abstract class FactState
{
    /// <summary>True if the test holds for every value left, false if for none, null if it depends.</summary>
    public abstract bool? Test(in FactTest test);

    /// <summary>The values for which the answer is <paramref name="holds"/>; asked only where it depends, so some are left.</summary>
    public abstract FactState Where(in FactTest test, bool holds);
}
