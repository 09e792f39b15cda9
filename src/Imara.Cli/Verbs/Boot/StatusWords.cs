using Imara.Boot.CommandLine;
using Imara.Boot.Machine;
using Imara.Boot.Status;

namespace Imara.Cli.Verbs.Boot;

/// <summary>Words that text and JSON share.</summary>
internal static class StatusWords
{
    private static readonly (uint Bit, string Meaning)[] EvmBits =
    [
        (1, "HMACs are verified and written"), (2, "signatures are verified"), (4, "metadata may be written although verification would forbid it"),
        (8, "portable signatures must be of version 3"),
    ];

    public static string Of(SecureBootState state) => state switch
    {
        SecureBootState.NoEfi => "not EFI",
        SecureBootState.Off => "off",
        SecureBootState.On => "on",
        _ => "unknown",
    };

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
