using System.Text;
using Imara.Linux.Keyrings;

namespace Imara.Boot.Loading;

/// <summary>The keyrings of the running kernel.</summary>
/// <remarks>docs/reference/appraisal.md 7.</remarks>
internal sealed class Keyrings : IKeyrings
{
    private readonly Lazy<Errno> possession = new(KeyringSearch.PossessUserKeyring);

    /// <inheritdoc/>
    public Errno Find(string name, out int serial)
    {
        // Where it fails, adding says so.
        _ = possession.Value;

        // The kernel searches for _ima through the keyrings of processes: one that others can see and nobody can reach is none.
        return name.StartsWith('_')
            ? KeyCalls.Search(KeyCalls.UserKeyring, "keyring"u8, Encoding.UTF8.GetBytes(name), out serial)
            : KeyringSearch.Find(name, out serial);
    }

    /// <inheritdoc/>
    public Errno Make(string name, out int serial)
    {
        _ = possession.Value;
        return KeyCalls.Add("keyring"u8, Encoding.UTF8.GetBytes(name), [], KeyCalls.UserKeyring, out serial);
    }

    /// <inheritdoc/>
    public Errno Add(ReadOnlySpan<byte> der, int keyring, out int serial) => KeyCalls.Add("asymmetric"u8, [], der, keyring, out serial);
}
