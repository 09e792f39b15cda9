namespace Imara.Boot.CommandLine;

/// <summary>A parameter about IMA, EVM or security modules, and what it does.</summary>
/// <param name="Word">As it is written.</param>
/// <param name="State">What becomes of it.</param>
/// <param name="Meaning">What it does, or would do.</param>
/// <param name="Reason">Why it does not, or what is odd about it; null: nothing.</param>
/// <param name="Suggestion">What was probably meant; null: no idea.</param>
public sealed record ReportedParameter(CommandLineWord Word, ParameterState State, string Meaning, string? Reason = null, string? Suggestion = null)
{
    /// <summary>True if somebody should look at it: it does not do what whoever wrote it may think.</summary>
    public bool IsWrong => State is ParameterState.Ignored or ParameterState.Unknown or ParameterState.Conflicting;
}
