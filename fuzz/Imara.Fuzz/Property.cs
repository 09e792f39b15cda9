namespace Imara.Fuzz;

/// <summary>What must hold for every input; a property that does not is a crash for the fuzzer.</summary>
internal static class Property
{
    /// <summary>Throws unless <paramref name="holds"/>.</summary>
    public static void Holds(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException("does not hold: " + what);
        }
    }
}
