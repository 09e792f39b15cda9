using System.CommandLine;

namespace Imara.Cli.Arguments;

/// <summary>Holds what was given against what a verb cannot do without.</summary>
internal static class OperandCheck
{
    /// <summary>What is missing or too much; null if neither.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="path">What the user typed to reach it.</param>
    /// <param name="given">The options that are given.</param>
    /// <param name="operands">What is no option.</param>
    public static string? WhyNot(Command command, string path, HashSet<Option> given, List<string> operands)
    {
        if (command.Options.FirstOrDefault(option => option.Required && !given.Contains(option)) is { } missing)
        {
            return $"`{path}` wants `{missing.Name}{(missing.HelpName is { } name ? " " + name : string.Empty)}`";
        }

        var least = 0;
        var most = 0;
        foreach (var argument in command.Arguments)
        {
            least += argument.HasDefaultValue ? 0 : argument.Arity.MinimumNumberOfValues;
            if (operands.Count < least)
            {
                return $"`{path}` wants {Words.List([.. command.Arguments.Select(one => one.Name)], "and")}; no {argument.Name} is given";
            }

            most = (int)Math.Min(int.MaxValue, (long)most + argument.Arity.MaximumNumberOfValues);
        }

        return operands.Count <= most ? null
            : most == 0 ? $"`{path}` takes options alone, and `{ArgumentText.Show(operands[0])}` is none"
            : $"`{path}` takes {Words.List([.. command.Arguments.Select(one => one.Name)], "and")}, and `{ArgumentText.Show(operands[most])}` is one more";
    }
}
