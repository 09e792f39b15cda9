using System.Collections.Immutable;
using System.Text;
using Imara.Boot.CommandLine;

namespace Imara.Boot.Checking;

/// <summary>What a kernel command line says about the start of user space. Pure.</summary>
public static class StartWords
{
    /// <summary>The path of <c>init=</c>; the last one counts. Null: there is none.</summary>
    public static string? InitOf(string? commandLine) => ValueOf(commandLine, "init"u8);

    /// <summary>What the initramfs lies on.</summary>
    /// <param name="commandLine">The command line; null: it is not known.</param>
    /// <returns>One file system, or both where nothing tells which.</returns>
    /// <remarks>docs/reference/boot.md 3, last paragraph: tmpfs without <c>root=</c> and <c>rootfstype=</c>, or where the latter names it, else ramfs.</remarks>
    public static ImmutableArray<PseudoFileSystem> InitramfsOf(string? commandLine)
    {
        if (commandLine is null)
        {
            return [PseudoFileSystem.Ramfs, PseudoFileSystem.Tmpfs];
        }

        var isTmpfs = ValueOf(commandLine, "rootfstype"u8) is { } types ? types.Contains("tmpfs", StringComparison.Ordinal) : ValueOf(commandLine, "root"u8) is null;
        return [isTmpfs ? PseudoFileSystem.Tmpfs : PseudoFileSystem.Ramfs];
    }

    /// <summary>True if the command line keeps systemd from starting a unit.</summary>
    /// <param name="commandLine">The command line; null: it is not known.</param>
    /// <param name="unit">The name of the unit.</param>
    public static bool IsMasked(string? commandLine, string unit) => CommandLineWords.Split(Encoding.UTF8.GetBytes(commandLine ?? string.Empty)).Any(word =>
        word.Name.Span.SequenceEqual("systemd.mask"u8) && word.Value?.ToString() is { } masked && (masked == unit || masked + ".service" == unit));

    private static string? ValueOf(string? commandLine, ReadOnlySpan<byte> name)
    {
        string? value = null;
        foreach (var word in CommandLineWords.Split(Encoding.UTF8.GetBytes(commandLine ?? string.Empty)))
        {
            value = !word.IsForInit && word.Value is { IsEmpty: false } found && word.Name.Span.SequenceEqual(name) ? found.ToString() : value;
        }

        return value;
    }
}
