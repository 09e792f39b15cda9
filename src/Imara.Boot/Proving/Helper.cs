using System.ComponentModel;
using System.Diagnostics;

namespace Imara.Boot.Proving;

/// <summary>Runs a program of the system to its end.</summary>
internal static class Helper
{
    private static readonly string[] SystemFolders = ["/usr/sbin", "/sbin"];

    /// <summary>Runs it.</summary>
    /// <returns>Why it did not do its work, in its own words; null if it did.</returns>
    public static string? Run(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        // File systems are made by programs that only root has in its path.
        start.Environment["PATH"] = string.Join(':', [Environment.GetEnvironmentVariable("PATH"), .. SystemFolders]);
        start.Environment["LC_ALL"] = "C";
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEnd();
            _ = output.GetAwaiter().GetResult();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : error.Trim() is { Length: > 0 } text ? text.ReplaceLineEndings("; ") : $"{program} failed";
        }
        catch (Win32Exception)
        {
            return $"{program} cannot be started: is it installed?";
        }
    }
}
