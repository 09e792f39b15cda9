namespace Imara.Boot.Discovery;

/// <summary>Where init systems look for a policy and for the keys it needs. Pure: what the settings say is given.</summary>
/// <remarks>docs/reference/boot.md 2 and 3; appraisal.md 7.</remarks>
internal static class BootPlaces
{
    /// <summary>dracut's settings for IMA.</summary>
    public const string ImaSettings = "/etc/sysconfig/ima";

    /// <summary>dracut's settings for EVM.</summary>
    public const string EvmSettings = "/etc/sysconfig/evm";

    /// <summary>The folder of keys where no other is named.</summary>
    public const string Keys = "/etc/keys";

    /// <summary>The places of a policy; the first file that exists is the policy.</summary>
    /// <param name="root">The folder of the system to be booted, <c>/</c> for this one.</param>
    /// <param name="settings">The text of <see cref="ImaSettings"/>; empty if there is none.</param>
    /// <param name="notes">Takes what cannot be followed.</param>
    public static IReadOnlyList<PolicyPlace> OfPolicy(string root, ReadOnlySpan<byte> settings, ICollection<string> notes)
    {
        var named = Setting(root, ImaSettings, settings, "IMAPOLICY", notes);
        return
        [
            new PolicyPlace(Below(root, "/etc/ima/ima-policy"), "systemd"),
            named is null ? new PolicyPlace(Below(root, "/etc/sysconfig/ima-policy"), "dracut") : new PolicyPlace(Below(root, named), "IMAPOLICY"),
        ];
    }

    /// <summary>The places of certificates.</summary>
    /// <param name="folder">The folder of keys the user names; null: the usual one and those of the settings.</param>
    /// <param name="root">The folder of the system to be booted.</param>
    /// <param name="imaSettings">The text of <see cref="ImaSettings"/>.</param>
    /// <param name="evmSettings">The text of <see cref="EvmSettings"/>.</param>
    /// <param name="notes">Takes what cannot be followed.</param>
    public static IReadOnlyList<KeyPlace> OfKeys(
        string? folder, string root, ReadOnlySpan<byte> imaSettings, ReadOnlySpan<byte> evmSettings, ICollection<string> notes)
    {
        if (folder is not null)
        {
            return InFolder(folder, null, null, null);
        }

        return InFolder(
            Below(root, Keys),
            At(root, Setting(root, ImaSettings, imaSettings, "IMAKEYSDIR", notes)),
            At(root, Setting(root, EvmSettings, evmSettings, "EVMKEYSDIR", notes)),
            At(root, Setting(root, EvmSettings, evmSettings, "EVMX509", notes)));
    }

    /// <summary>An absolute path inside a root.</summary>
    public static string Below(string root, string path) => root.TrimEnd('/') + path;

    private static KeyPlace[] InFolder(string folder, string? imaFolder, string? evmFolder, string? evmFile)
    {
        folder = folder.Length > 1 ? folder.TrimEnd('/') : folder;
        return
        [
            new KeyPlace(folder + "/x509_ima.der", IsFolder: false, KeyPurpose.Ima),
            new KeyPlace(imaFolder ?? folder + "/ima", IsFolder: true, KeyPurpose.Ima),
            new KeyPlace(evmFile ?? folder + "/x509_evm.der", IsFolder: false, KeyPurpose.Evm),
            new KeyPlace(evmFolder ?? folder + "/evm", IsFolder: true, KeyPurpose.Evm),
        ];
    }

    private static string? At(string root, string? path) => path is null ? null : Below(root, path);

    private static string? Setting(string root, string file, ReadOnlySpan<byte> text, string name, ICollection<string> notes)
    {
        if (!SysconfigFile.TryFind(text, name, out var value))
        {
            notes.Add($"{Below(root, file)}: {name}={value} cannot be read without a shell; the usual place is taken");
            return null;
        }

        if (string.IsNullOrEmpty(value))
        {
            return null;
        }

        if (value[0] == '/')
        {
            return value;
        }

        notes.Add($"{Below(root, file)}: {name}={value} is no absolute path; the usual place is taken");
        return null;
    }
}
