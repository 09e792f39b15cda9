using System.Text;
using Imara.Cli.Output;
using Imara.Linux.Files;

namespace Imara.Cli.Input;

/// <summary>Asks for a password on the terminal, or takes the first line of standard input where that is none.</summary>
internal static class PasswordPrompt
{
    /// <summary>Asks; null if there is no answer.</summary>
    public static string? Ask(string question)
    {
        using var input = new StreamReader(new DescriptorStream(0), new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false);
        using var silence = TerminalEcho.Off(0);
        if (silence is null)
        {
            return input.ReadLine();
        }

        using var terminal = new DescriptorStream(2);
        terminal.Write(Encoding.UTF8.GetBytes(question));
        var typed = input.ReadLine();
        terminal.Write("\n"u8);
        return typed;
    }

    /// <summary>Asks where somebody can answer: standard input and standard error are a terminal. Null if not, or if nothing was typed.</summary>
    public static string? AskPerson(string question) =>
        StandardDescriptors.IsTerminal(0) && StandardDescriptors.IsTerminal(2) && Ask(question) is { Length: > 0 } typed ? typed : null;
}
