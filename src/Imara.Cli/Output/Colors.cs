using Imara.Linux.Files;

namespace Imara.Cli.Output;

/// <summary>Whether the answer is coloured.</summary>
internal static class Colors
{
    /// <summary>True if standard output gets colours.</summary>
    public static bool IsWanted(this ColorChoice choice) => choice switch
    {
        ColorChoice.Always => true,
        ColorChoice.Never => false,
        _ => StandardDescriptors.IsTerminal(1) && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"),
    };
}
