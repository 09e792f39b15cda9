using Imara.Policy.Checking;

namespace Imara.Policy.Vocabularies;

/// <summary>A rule line to which two kernels answer differently.</summary>
/// <param name="First">The answer of the first kernel; null: it does not take the line for a rule.</param>
/// <param name="Second">The answer of the second kernel; null: it does not take the line for a rule.</param>
public sealed record PolicyLineChange(CheckedLine? First, CheckedLine? Second)
{
    /// <summary>Index of the source.</summary>
    public int Source => (First ?? Second)!.Source;

    /// <summary>Line number, from 1.</summary>
    public int Line => (First ?? Second)!.Line;
}
