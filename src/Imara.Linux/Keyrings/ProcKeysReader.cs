using System.Globalization;
using System.Text;

namespace Imara.Linux.Keyrings;

/// <summary>Reads /proc/keys: the keys that the reader may view.</summary>
/// <remarks>proc_keys(5).</remarks>
public static class ProcKeysReader
{
    private const int FlagCount = 7;

    /// <summary>Reads a file; lines of another shape are passed over.</summary>
    public static IReadOnlyList<ProcKey> Read(ReadOnlyMemory<byte> file)
    {
        var keys = new List<ProcKey>();
        while (!file.IsEmpty)
        {
            var end = file.Span.IndexOf((byte)'\n');
            if (TryReadLine(end < 0 ? file : file[..end]) is { } key)
            {
                keys.Add(key);
            }

            file = end < 0 ? default : file[(end + 1)..];
        }

        return keys;
    }

    private static ProcKey? TryReadLine(ReadOnlyMemory<byte> line)
    {
        var rest = line;
        var serial = Word(ref rest);
        var flags = Word(ref rest);
        _ = Word(ref rest);
        var expiry = Word(ref rest);
        var permissions = Word(ref rest);
        var uid = Word(ref rest);
        var gid = Word(ref rest);
        var type = Word(ref rest);
        return flags.Length == FlagCount
            && int.TryParse(serial, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            && uint.TryParse(permissions, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var mask)
            && uint.TryParse(uid, NumberStyles.None, CultureInfo.InvariantCulture, out var owner)
            && int.TryParse(gid, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var group)
            && type.Length > 0
            ? new ProcKey(number, flags, expiry, mask, owner, group, type, rest)
            : null;
    }

    // Columns are padded with blanks; the description may hold any.
    private static string Word(ref ReadOnlyMemory<byte> rest)
    {
        var start = rest.Span.IndexOfAnyExcept((byte)' ');
        if (start < 0)
        {
            rest = default;
            return string.Empty;
        }

        rest = rest[start..];
        var end = rest.Span.IndexOf((byte)' ');
        var word = end < 0 ? rest : rest[..end];
        var next = end < 0 ? -1 : rest.Span[end..].IndexOfAnyExcept((byte)' ');
        rest = next < 0 ? default : rest[(end + next)..];
        return Encoding.Latin1.GetString(word.Span);
    }
}
