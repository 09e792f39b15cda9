using System.Globalization;

namespace Imara.Cli.Evmctl.Keys;

/// <summary>Keyrings as keyctl(1) names them.</summary>
/// <remarks>docs/reference/appraisal.md 7, keyctl(2).</remarks>
internal static class KeyringName
{
    /// <summary>The serial number of a keyring, or the special number of one of the process's own.</summary>
    public static bool TryParse(string name, out int keyring)
    {
        keyring = name switch { "@t" => -1, "@p" => -2, "@s" => -3, "@u" => -4, "@us" => -5, "@g" => -6, _ => 0 };
        if (keyring != 0)
        {
            return true;
        }

        if (name.StartsWith("0x", StringComparison.Ordinal))
        {
            return int.TryParse(name.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out keyring) && keyring != 0;
        }

        return int.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out keyring) && keyring != 0;
    }
}
