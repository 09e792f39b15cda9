using System.Text;
using Imara.Linux.Keyrings;

namespace Imara.Cli.Verbs.Keys;

/// <summary>A key in a keyring.</summary>
/// <param name="Serial">Serial number.</param>
/// <param name="Type">Its type; <c>?</c> if it may not be viewed.</param>
/// <param name="Description">Its name.</param>
/// <param name="Details">What the type says of it in /proc/keys, such as <c>X509.rsa 22252d03 []</c>; null if it is not listed there.</param>
internal sealed record ListedKey(int Serial, string Type, ReadOnlyMemory<byte> Description, string? Details)
{
    private const int KeyIdDigits = 8;

    /// <summary>The keyid of signatures by an asymmetric key: the end of the identifier in its name; null for other keys.</summary>
    public string? KeyId
    {
        get
        {
            var text = Encoding.Latin1.GetString(Description.Span);
            var id = text[(text.LastIndexOf(": ", StringComparison.Ordinal) + 1)..].Trim();
            return Type == "asymmetric" && id.Length >= KeyIdDigits && id.All(char.IsAsciiHexDigit) ? id[^KeyIdDigits..] : null;
        }
    }

    /// <summary>Asks the kernel.</summary>
    public static ListedKey Read(int serial, IReadOnlyList<ProcKey> visible)
    {
        var line = visible.FirstOrDefault(key => key.Serial == serial);
        if (KeyDescription.Read(serial, out var about) != Errno.None)
        {
            return new ListedKey(serial, line?.Type ?? "?", line?.Name ?? default, Details: null);
        }

        var details = line is not null && line.Description.Length > about!.Description.Length + 2
            ? Encoding.UTF8.GetString(line.Description.Span[(about.Description.Length + 2)..])
            : null;
        return new ListedKey(serial, about!.Type, about.Description, details);
    }
}
