using System.Diagnostics;

namespace Imara.Linux.Tests;

/// <summary>Runs real programs.</summary>
internal static class Shell
{
    public static string Run(string command)
    {
        using var process = StartIt(command);
        var output = process.StandardOutput.ReadToEnd();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{command}: exit {process.ExitCode}\n{errors}");
        return output.TrimEnd('\n');
    }

    public static Process StartIt(string command) =>
        Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
