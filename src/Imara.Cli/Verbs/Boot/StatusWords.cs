using Imara.Boot.CommandLine;
using Imara.Boot.Machine;
using Imara.Boot.Status;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;

namespace Imara.Cli.Verbs.Boot;

/// <summary>Words that text and JSON share.</summary>
internal static class StatusWords
{
    private static readonly (uint Bit, string Meaning)[] EvmBits =
    [
        (1, "HMACs are verified and written"), (2, "signatures are verified"), (4, "metadata may be written although verification would forbid it"),
        (8, "portable signatures must be of version 3"),
    ];

    /// <summary>The kernel: its release where it runs, else its name or version.</summary>
    public static string Of(KernelProfile kernel) => kernel.Release.Length > 0 ? kernel.Release : kernel.Name == "running" ? kernel.Version.ToString() : kernel.Name;

    public static string Of(SecureBootState state) => state switch
    {
        SecureBootState.NoEfi => "not EFI",
        SecureBootState.Off => "off",
        SecureBootState.On => "on",
        _ => "unknown",
    };

    /// <summary>The mode; where the rules are not known, what the command line alone says.</summary>
    public static string Of(ImaMode mode, CommandLineReport? line) => mode != ImaMode.UnknownRules ? ImaModes.NameOf(mode)
        : line is null ? "unknown: neither the rules in force nor the command line could be read"
        : $"{WordOf(line.Boot.Appraise)} (command line); the rules in force are not known";

    /// <summary>What <c>ima_appraise=</c> and its default make of appraisal.</summary>
    public static string WordOf(AppraiseBits appraise) =>
        (appraise & AppraiseBits.Log) != 0 ? "log" : (appraise & AppraiseBits.Fix) != 0 ? "fix" : (appraise & AppraiseBits.Enforce) != 0 ? "enforce" : "off";

    /// <summary>How the rules in force are known, in JSON; null: they are not.</summary>
    public static string? Of(PolicySourceKind source) => source switch
    {
        PolicySourceKind.ReadBack => "read_back",
        PolicySourceKind.Record => "record",
        PolicySourceKind.CommandLine => "command_line",
        _ => null,
    };

    /// <summary>A word of the text as a value of JSON.</summary>
    public static string Value(string words) => words.Replace(' ', '_').ToLowerInvariant();

    public static string Of(PolicyFileState file) => file switch
    {
        PolicyFileState.Gone => "gone",
        PolicyFileState.Readable => "readable",
        PolicyFileState.Writable => "writable",
        _ => "readable and writable",
    };

    public static string Of(BootAggregateVerdict verdict) => verdict switch
    {
        BootAggregateVerdict.Matches => "matches",
        BootAggregateVerdict.Differs => "differs",
        BootAggregateVerdict.NoTpm => "no TPM",
        BootAggregateVerdict.Trimmed => "trimmed",
        _ => "unchecked",
    };

    /// <summary>What the bits of EVM's number say; docs/reference/appraisal.md 4.3.</summary>
    public static IEnumerable<string> EvmMeanings(uint value) => EvmBits.Where(row => (value & row.Bit) != 0).Select(row => row.Meaning);
}
