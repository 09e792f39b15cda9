using System.CommandLine;
using System.Text;
using Imara.Cli.Input;
using Imara.Cli.Output;

namespace Imara.Cli.Verbs.Keys;

/// <summary>Passwords and PINs: from a file or from the environment, never from the command line, which everybody can read.</summary>
internal static class PasswordSource
{
    /// <summary>The variable that holds the password where no file is named.</summary>
    public const string Variable = "IMARA_KEY_PASSWORD";

    private const int Cap = 64 * 1024;

    /// <summary>The option that names a file with a password.</summary>
    public static Option<string?> Option(string name, string whose) => new(name)
    {
        Description = $"First line: the password of {whose}; - is standard input. Without it: ${Variable}",
        HelpName = "FILE",
    };

    /// <summary>Reads the password; null if there is none. An empty one is refused.</summary>
    /// <param name="path">The file, null for the variable.</param>
    /// <param name="report">Takes the reason if the file cannot be used.</param>
    /// <param name="password">The first line, without its line feed.</param>
    public static bool TryRead(string? path, Report report, out string? password)
    {
        password = null;
        if (path is null)
        {
            password = Environment.GetEnvironmentVariable(Variable);
            return password is not "" || IsEmpty($"${Variable}", "unset it, or put a password in it", report);
        }

        if (!InputFile.TryRead(path, Cap, report, out var content))
        {
            return false;
        }

        var end = content.Span.IndexOf((byte)'\n');
        password = Encoding.UTF8.GetString(end < 0 ? content.Span : content.Span[..end]).TrimEnd('\r');
        return password.Length > 0 || IsEmpty(InputFile.NameOf(path), "its first line is the password", report);
    }

    // Whatever is encrypted with it is open to everybody, and nothing would tell.
    private static bool IsEmpty(string where, string help, Report report)
    {
        report.Error($"{where}: an empty password; {help}");
        return false;
    }
}
