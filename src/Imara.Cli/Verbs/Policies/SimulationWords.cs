using System.Globalization;
using Imara.Appraisal.Simulating;

namespace Imara.Cli.Verbs.Policies;

/// <summary>How simulations are written in reports.</summary>
internal static class SimulationWords
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    public static string Of(AccessKind kind) => kind switch
    {
        AccessKind.Read => "read",
        AccessKind.Write => "write",
        AccessKind.Execute => "execute",
        AccessKind.Map => "map",
        AccessKind.Module => "module",
        AccessKind.Firmware => "firmware",
        AccessKind.KexecKernel => "kexec-kernel",
        AccessKind.KexecInitramfs => "kexec-initramfs",
        _ => "policy",
    };

    public static string Of(RunningRole role) => role switch
    {
        RunningRole.Program => "program",
        RunningRole.Interpreter => "interpreter",
        _ => "library",
    };

    /// <summary>A number of bytes for people.</summary>
    public static string Bytes(long bytes)
    {
        double value = bytes;
        var unit = 0;
        while (value >= 1024 && unit < Units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(unit == 0 ? bytes : value):0.#} {Units[unit]}");
    }
}
