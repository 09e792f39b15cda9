using System.CommandLine;
using System.CommandLine.Help;

namespace Imara.Cli.Arguments;

/// <summary>Looks options up by what is typed.</summary>
internal static class OptionNames
{
    /// <summary>The option of a command by its name or another name of it; null if it has none.</summary>
    public static Option? Find(Command command, string word) =>
        command.Options.FirstOrDefault(option => option.Name == word || option.Aliases.Contains(word)) ?? (IsHelp(word) ? Help(command) : null);

    /// <summary>The name in <c>--name=value</c>, and the value if there is one.</summary>
    public static string NameIn(string word, out string? value)
    {
        var end = word.IndexOf('=');
        value = end < 0 ? null : word[(end + 1)..];
        return end < 0 ? word : word[..end];
    }

    /// <summary>True for what asks for help wherever it stands.</summary>
    public static bool IsHelp(string word) => word is "--help" or "-h" or "-?";

    /// <summary>The option that shows help.</summary>
    public static Option? Help(Command command) => command.Options.FirstOrDefault(option => option is HelpOption);

    /// <summary>True if the option takes no value.</summary>
    public static bool IsFlag(Option option) => option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool);
}
