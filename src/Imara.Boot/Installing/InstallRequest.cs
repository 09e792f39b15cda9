using System.Buffers;

namespace Imara.Boot.Installing;

/// <summary>What is to be installed.</summary>
/// <param name="System">Where it runs.</param>
/// <param name="Program">The absolute path of this program, there.</param>
public sealed record InstallRequest(InitSystem System, string Program)
{
    // What stands in a unit and in a shell script as itself.
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._+-");

    /// <summary>The absolute path of the policy in the system that boots; null: where init systems look for it.</summary>
    public string? Policy { get; init; }

    /// <summary>True if the machine halts where the policy cannot be loaded.</summary>
    public bool IsRequired { get; init; }

    /// <summary>True if a path can stand in units and scripts.</summary>
    public static bool IsPlain(string path) => path.StartsWith('/') && path.AsSpan().IndexOfAnyExcept(Plain) < 0;
}
