using System.Collections.Immutable;
using Imara.Policy.Kernels;

namespace Imara.Boot.CommandLine;

/// <summary>The parameters about IMA, EVM and security modules.</summary>
/// <remarks>docs/reference/boot.md 5, policy.md 10 and 8; those of the initramfs: boot.md 3.</remarks>
internal static class KnownParameters
{
    private const int ShortestGuess = 6;

    /// <summary>The first version that refuses <c>evm=fix</c> under Secure Boot.</summary>
    public static readonly KernelVersion EvmFixGuarded = new(7, 1);

    /// <summary>The first version in which IMA and EVM are security modules of their own.</summary>
    public static readonly KernelVersion ImaIsLsm = new(6, 9);

    /// <summary>One row a parameter.</summary>
    public static ImmutableArray<KnownParameter> All { get; } =
    [
        new("ima_policy", "puts built-in policies in force until a policy is loaded", NeedsValue: true),
        new("ima_tcb", "puts the older tcb rules in force (deprecated: ima_policy=tcb)"),
        new("ima_appraise_tcb", "puts the appraise_tcb rules in force (deprecated: ima_policy=appraise_tcb)", Needs: KernelOption.Appraise),
        new("ima_appraise", "says what happens to files that fail appraisal", Needs: KernelOption.Appraise | KernelOption.AppraiseBootparam, NeedsValue: true),
        new("ima_hash", "chooses the hash of measurements and of new labels", NeedsValue: true),
        new("ima_template", "chooses what measurements record", NeedsValue: true),
        new("ima_template_fmt", "chooses field by field what measurements record", NeedsValue: true),
        new("ima_canonical_fmt", "writes lists in little-endian order; changes something on big-endian machines only"),
        new("ima_flush_htable", "forgets deleted list entries too; plain deletion of list entries is then refused", Since: new(7, 2)),
        new("ima.ahash_minsize", "hashes files from this size on by asynchronous drivers", Until: new(7, 1)),
        new("ima.ahash_bufsize", "sets the buffer of asynchronous hashing", Until: new(7, 1)),
        new("ima", "switches IMA on or off in kdump kernels", Since: new(6, 17)),
        new("ima_audit", "became integrity_audit=", Until: new(3, 11)),
        new("evm", "relaxes EVM"),
        new("integrity_audit", "lets informational audit records through"),
        new("lsm", "chooses the security modules and their order"),
        new("security", "chooses the one major security module"),
        new("evmkey", "names EVM's encrypted key for dracut's module integrity; the kernel does not read it"),
        new("evmx509", "names EVM's certificate for dracut's module integrity; the kernel does not read it"),
        new("masterkey", "names the kernel master key for dracut's module masterkey; the kernel does not read it"),
        new("masterkeytype", "says how the kernel master key is kept, for dracut's module masterkey; the kernel does not read it"),
    ];

    private static readonly string[] Prefixes = ["ima_", "ima.", "evm_", "evm.", "integrity_", "integrity."];
    private static readonly string[] Guesses = [.. All.Where(row => row.Name.Length >= ShortestGuess && row.Name is not "ima_audit").Select(row => row.Name)];

    /// <summary>The row of a parameter; null if it is none of them.</summary>
    public static KnownParameter? Find(in CommandLineWord word)
    {
        foreach (var row in All)
        {
            if (word.Is(row.Name))
            {
                return row;
            }
        }

        return null;
    }

    /// <summary>The name that an unknown name was probably meant to be.</summary>
    public static string? Nearest(string name) => Meant.By(name.Replace('-', '_'), Guesses);

    /// <summary>True if a name claims to be about IMA or EVM.</summary>
    public static bool IsClaimed(string name) => Array.Exists(Prefixes, prefix => name.Replace('-', '_').StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
