using Imara.Cli.Output;
using Imara.Cli.Settings;

namespace Imara.Cli.Kernels;

/// <summary>The kernel that is meant where the command line names none.</summary>
internal static class UsualKernel
{
    /// <summary>The variable that names it.</summary>
    public const string Variable = "IMARA_KERNEL";

    /// <summary>What names it: the variable before <c>.imara.toml</c>.</summary>
    /// <param name="report">Takes the reason if the settings cannot be read.</param>
    /// <param name="text">A value as of `--kernel`; null if nobody names one.</param>
    /// <param name="source">Who does.</param>
    public static bool TryFind(Report report, out string? text, out string source)
    {
        source = Variable;
        text = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(text))
        {
            report.Detail($"{Variable} names kernel {text}");
            return true;
        }

        var isRead = SettingsSearch.TryRead(report, out var settings);
        source = $"{settings.Path}: kernel";
        text = settings.Kernel;
        return isRead;
    }
}
