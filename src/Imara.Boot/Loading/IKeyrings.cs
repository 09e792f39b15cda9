namespace Imara.Boot.Loading;

/// <summary>The kernel's keyrings.</summary>
internal interface IKeyrings
{
    /// <summary>Finds a keyring by its name.</summary>
    /// <returns>ENOKEY if there is none.</returns>
    Errno Find(string name, out int serial);

    /// <summary>Makes a keyring in that of the user.</summary>
    Errno Make(string name, out int serial);

    /// <summary>Adds a certificate.</summary>
    Errno Add(ReadOnlySpan<byte> der, int keyring, out int serial);
}
