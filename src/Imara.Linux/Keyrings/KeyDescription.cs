using System.Globalization;
using System.Text;

namespace Imara.Linux.Keyrings;

/// <summary>What keyctl(2) KEYCTL_DESCRIBE tells of a key.</summary>
/// <param name="Type">The whole type.</param>
/// <param name="Uid">Owner.</param>
/// <param name="Gid">Group; -1 for none.</param>
/// <param name="Permissions">As keyctl(1) prints them, possessor in the highest byte.</param>
/// <param name="Description">The description; any bytes.</param>
public sealed record KeyDescription(string Type, uint Uid, int Gid, uint Permissions, ReadOnlyMemory<byte> Description)
{
    /// <summary>Asks the kernel.</summary>
    /// <param name="serial">The key.</param>
    /// <param name="description">The answer.</param>
    /// <returns>EACCES without the permission to view the key, ENOKEY if it is gone, EBADMSG if the answer has another shape.</returns>
    public static Errno Read(int serial, out KeyDescription? description)
    {
        description = null;
        var error = KeyCalls.Describe(serial, out var text);
        if (error != Errno.None)
        {
            return error;
        }

        description = Parse(text);
        return description is null ? Errno.EBADMSG : Errno.None;
    }

    /// <summary>Parses <c>type;uid;gid;perm;description</c>; null if it has another shape.</summary>
    public static KeyDescription? Parse(ReadOnlyMemory<byte> text)
    {
        var parts = new string[4];
        for (var i = 0; i < parts.Length; i++)
        {
            var end = text.Span.IndexOf((byte)';');
            if (end < 0)
            {
                return null;
            }

            parts[i] = Encoding.Latin1.GetString(text.Span[..end]);
            text = text[(end + 1)..];
        }

        return uint.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var uid)
            && int.TryParse(parts[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var gid)
            && uint.TryParse(parts[3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var permissions)
            ? new KeyDescription(parts[0], uid, gid, permissions, text)
            : null;
    }
}
