using System.Globalization;
using System.Text;
using Imara.Linux.ProcFs;

namespace Imara.Linux.Keyrings;

/// <summary>Finds keyrings by what people call them.</summary>
public static class KeyringSearch
{
    private static readonly string[] Special = ["@t", "@p", "@s", "@u", "@us", "@g"];

    /// <summary>Finds a keyring.</summary>
    /// <param name="name">A serial number, decimal or with <c>0x</c>; <c>@u</c> and the like; or a name such as <c>.ima</c> or <c>_ima</c>.</param>
    /// <param name="serial">Its serial number.</param>
    /// <returns>ENOKEY if there is none that this process may view, EINVAL for a special name that does not exist.</returns>
    /// <remarks>docs/reference/appraisal.md 7: the kernel searches names with an underscore through the caller's own keyrings, so those go first.</remarks>
    public static Errno Find(string name, out int serial)
    {
        if (name.StartsWith('@'))
        {
            var index = Array.IndexOf(Special, name);
            serial = 0;
            return index < 0 ? Errno.EINVAL : KeyCalls.Resolve(-1 - index, out serial);
        }

        var isHex = name.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        if (isHex ? int.TryParse(name.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out serial)
            : int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out serial))
        {
            return Errno.None;
        }

        var bytes = Encoding.UTF8.GetBytes(name);
        if (KeyCalls.Search(KeyCalls.UserKeyring, "keyring"u8, bytes, out serial) == Errno.None
            || KeyCalls.Search(KeyCalls.SessionKeyring, "keyring"u8, bytes, out serial) == Errno.None)
        {
            return Errno.None;
        }

        var error = ReadAll(out var keys);
        serial = keys.FirstOrDefault(key => key.IsKeyring && key.Name.Span.SequenceEqual(bytes))?.Serial ?? 0;
        return error != Errno.None ? error : serial == 0 ? Errno.ENOKEY : Errno.None;
    }

    /// <summary>Puts the user's keyring, and what is in it, within reach of this process: only who possesses a keyring made there may write to it, and a service or a job of cron has no link to it.</summary>
    public static Errno PossessUserKeyring() => KeyCalls.Resolve(KeyCalls.UserKeyring, out var user) is not Errno.None and var error ? error : KeyCalls.Link(user, KeyCalls.ProcessKeyring);

    /// <summary>Every key that this process may view.</summary>
    public static Errno ReadAll(out IReadOnlyList<ProcKey> keys)
    {
        var error = ProcFile.ReadWhole("/proc/keys"u8, out var content);
        keys = ProcKeysReader.Read(content);
        return error;
    }
}
