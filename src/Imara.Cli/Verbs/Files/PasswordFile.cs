using System.Text;
using Imara.Cli.Input;
using Imara.Cli.Output;

namespace Imara.Cli.Verbs.Files;

/// <summary>Where the password of a private key comes from: a file or the environment, never the command line, which everybody on the machine can read.</summary>
internal static class PasswordFile
{
    private const string Variable = "IMARA_KEY_PASSWORD";
    private const int MaxSize = 4096;

    /// <summary>Reads the password.</summary>
    /// <param name="path">The file, of which the first line counts; null: the environment.</param>
    /// <param name="report">Takes the reason if it cannot be read.</param>
    /// <param name="password">The password; null if there is none.</param>
    public static bool TryRead(string? path, Report report, out string? password)
    {
        password = Environment.GetEnvironmentVariable(Variable);
        if (path is null)
        {
            return true;
        }

        if (!InputFile.TryRead(path, MaxSize, report, out var content))
        {
            return false;
        }

        var line = content.Span;
        var end = line.IndexOf((byte)'\n');
        password = Encoding.UTF8.GetString(end < 0 ? line : line[..end].TrimEnd((byte)'\r'));
        return true;
    }
}
