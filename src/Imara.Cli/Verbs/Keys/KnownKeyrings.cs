namespace Imara.Cli.Verbs.Keys;

/// <summary>The keyrings that matter to IMA and EVM, and who may add to them.</summary>
/// <remarks>docs/reference/appraisal.md 7. The kernel does not tell a keyring's restriction; it follows from the name.</remarks>
internal static class KnownKeyrings
{
    /// <summary>Names in the order they are listed, and what holds for adding.</summary>
    public static readonly (string Name, string Rule)[] All =
    [
        (".ima", "root adds certificates for digitalSignature, no CA, signed by a key the kernel trusts"),
        ("_ima", "whoever may write adds any key; searched by kernels without .ima"),
        (".evm", "root adds certificates for digitalSignature, no CA, signed by a key the kernel trusts"),
        ("_evm", "whoever may write adds any key; searched by kernels without .evm"),
        (".ima_blacklist", "root adds certificates signed by a key the kernel trusts; signatures by these keys are refused"),
        (".blacklist", "the kernel and the firmware (dbx); others with a signature, where built so"),
        (".builtin_trusted_keys", "compiled into the kernel"),
        (".secondary_trusted_keys", "root adds certificates signed by a key the kernel trusts"),
        (".machine", "the firmware (MOK)"),
        (".platform", "the firmware (db); used for kexec alone"),
    ];

    /// <summary>Who may add; null for other keyrings.</summary>
    public static string? RuleOf(string name) => Array.Find(All, known => known.Name == name).Rule;
}
