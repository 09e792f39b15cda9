using Imara.Boot.BootEntries;
using Imara.Boot.CommandLine;

namespace Imara.Boot.Status;

/// <summary>What is wrong with a command line.</summary>
public static class CommandLineFindings
{
    /// <summary>A finding for each parameter that does not do what it says, and a note for each that is odd.</summary>
    public static IEnumerable<StatusFinding> Of(CommandLineReport report)
    {
        foreach (var parameter in report.Parameters)
        {
            if (parameter.Reason is not { } reason)
            {
                continue;
            }

            var word = parameter.State switch
            {
                ParameterState.Ignored => " is ignored",
                ParameterState.Unknown => " is not known",
                ParameterState.Conflicting => " is contradicted",
                ParameterState.Init => " is for init",
                _ => string.Empty,
            };
            var help = parameter.Suggestion is { } suggestion ? $"did you mean `{suggestion}`?" : null;
            yield return new StatusFinding(parameter.IsWrong ? FindingSeverity.Error : FindingSeverity.Note, $"`{parameter.Word}`{word}: {reason}", help, IsOfParameter: true);
        }
    }

    /// <summary>What the boot loader makes of an entry.</summary>
    public static IEnumerable<StatusFinding> Of(BootEntry entry, ReadOnlySpan<byte> file)
    {
        var findings = new List<StatusFinding>();
        foreach (var problem in entry.Problems)
        {
            findings.Add(new StatusFinding(FindingSeverity.Error, $"line {TextLine.NumberAt(file, (int)problem.Offset)}: {problem.Message}"));
        }

        if (entry.HasVariables)
        {
            findings.Add(new StatusFinding(FindingSeverity.Note, "a variable stands on the command line; parameters in it are not seen here"));
        }

        return findings;
    }
}
