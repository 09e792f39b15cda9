namespace Imara.Policy.Linting;

/// <summary>Names the line of a rule in a message about another one.</summary>
internal static class LineText
{
    /// <summary>The number of the line; of another source too, where there are several.</summary>
    public static string Of(LintedRule rule, LintedRule speaker) =>
        rule.Line.Source == speaker.Line.Source ? rule.Line.Line.ToString() : $"{rule.Line.Line} of an earlier file";
}
