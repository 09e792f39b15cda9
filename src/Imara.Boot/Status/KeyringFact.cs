using System.Collections.Immutable;

namespace Imara.Boot.Status;

/// <summary>A keyring that IMA, EVM or their trust use.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Count">How many keys are in it; null: the kernel does not tell us.</param>
/// <param name="Keys">The descriptions of its keys, as far as they may be viewed.</param>
public sealed record KeyringFact(string Name, int? Count, ImmutableArray<ByteString> Keys)
{
    /// <summary>The keyrings looked for, in the order they are told.</summary>
    public static ImmutableArray<string> Names { get; } =
        [".ima", "_ima", ".evm", "_evm", ".ima_blacklist", ".blacklist", ".builtin_trusted_keys", ".secondary_trusted_keys", ".machine", ".platform"];

    /// <summary>True if the kernel lets nobody add what it does not trust; it follows from the name.</summary>
    /// <remarks>docs/reference/appraisal.md 7.</remarks>
    public bool IsRestricted => Name.StartsWith('.');
}
