using System.Text;

namespace Imara.Cli.Evmctl.Keys;

/// <summary>Asks for a password, or takes the first line of standard input where that is no terminal.</summary>
internal static class PasswordPrompt
{
    /// <summary>Asks; null if there is no answer.</summary>
    public static string? Ask(string question)
    {
        if (Console.IsInputRedirected)
        {
            using var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
            return input.ReadLine();
        }

        Console.Error.Write(question);
        var typed = new StringBuilder();
        for (; ; )
        {
            var key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter)
            {
                Console.Error.WriteLine();
                return typed.ToString();
            }

            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (key.KeyChar != '\0')
            {
                typed.Append(key.KeyChar);
            }
        }
    }
}
