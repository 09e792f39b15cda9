using CsCheck;

namespace Imara.Signatures.Tests;

internal static class Pick
{
    /// <summary>One of these values.</summary>
    public static Gen<T> From<T>(params IReadOnlyList<T> values) => Gen.Int[0, values.Count - 1].Select(index => values[index]);
}
