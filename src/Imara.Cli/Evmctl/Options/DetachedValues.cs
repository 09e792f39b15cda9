namespace Imara.Cli.Evmctl.Options;

/// <summary>Attaches the values that evmctl's help shows apart from their options though it reads them attached only.</summary>
/// <remarks>docs/reference/appraisal.md 9, defect 11. Only what can be nothing else is attached.</remarks>
internal static class DetachedValues
{
    /// <summary>The same arguments with <c>-u UUID</c> and <c>--verify-bank ALGO</c> in one.</summary>
    public static IReadOnlyList<string> Attach(IReadOnlyList<string> arguments)
    {
        var attached = new List<string>();
        var isOver = false;
        for (var at = 0; at < arguments.Count; at++)
        {
            var argument = arguments[at];
            var next = at + 1 < arguments.Count ? arguments[at + 1] : string.Empty;
            isOver |= argument == "--";
            var separator = (isOver ? string.Empty : argument) switch
            {
                "-u" when Guid.TryParseExact(next, "D", out _) => string.Empty,
                "--uuid" when Guid.TryParseExact(next, "D", out _) => "=",
                "--verify-bank" when AlgoNames.TryParse(next, out _) => "=",
                _ => null,
            };
            if (separator is not null)
            {
                argument += separator + next;
                at++;
            }

            attached.Add(argument);
        }

        return attached;
    }
}
