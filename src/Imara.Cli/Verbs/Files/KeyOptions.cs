using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Imara.Cli.Input;
using Imara.Cli.Output;
using Imara.Cli.Verbs.Keys;
using Imara.Signatures.Keys;

namespace Imara.Cli.Verbs.Files;

/// <summary>The options that say with which key is signed.</summary>
internal sealed class KeyOptions
{
    private readonly Option<string> key = new("--key", "-k")
    {
        Description = "The private key: a file (PEM, DER, PKCS#12), or a `pkcs11:` URI",
        HelpName = "FILE",
    };

    private readonly Option<string?> password = PasswordSource.Option("--password-file", "the key, or the PIN of its token");

    private readonly Option<string> keyid = new("--keyid") { Description = "The keyid of the signatures, eight hex digits; default: of the certificate, or made from the key", HelpName = "HEX" };
    private readonly Option<string> certificate = new("--cert", "-c") { Description = "The certificate that the kernel has for the key; its SKID gives the keyid", HelpName = "FILE" };

    /// <summary>Adds them to a verb.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="withCertificate">False for a verb whose `--cert` says more than this.</param>
    public void AddTo(Command command, bool withCertificate = true)
    {
        command.Add(key);
        command.Add(password);
        if (withCertificate)
        {
            command.Add(certificate);
        }

        command.Add(keyid);
    }

    /// <summary>True if a key is named.</summary>
    public bool IsGiven(ParseResult line) => line.GetValue(key) is not null;

    /// <summary>Reads the key and decides the keyid.</summary>
    public bool TryRead(ParseResult line, Report report, [NotNullWhen(true)] out SigningKeyFile? file, out uint id)
    {
        id = 0;
        file = null;
        var path = line.GetValue(key);
        if (path is null)
        {
            report.Error("no --key given");
            return false;
        }

        if (!TryKeyId(line.GetValue(keyid), report, out var given)
            || !PasswordSource.TryRead(line.GetValue(password), report, out var secret)
            || !KeyInput.TryReadKey(path, secret, report, out file))
        {
            return false;
        }

        X509Key? own = null;
        if (line.GetValue(certificate) is { } certificatePath && !KeyInput.TryReadCertificate(certificatePath, report, out own))
        {
            return false;
        }

        if (!SigningKeyId.TryFind(file, own, given, out var found, out var reason))
        {
            report.Error($"{NameOf(path)}: {reason}");
            return false;
        }

        if (found.Warning is { } warning)
        {
            report.Note($"{NameOf(path)}: {warning}");
        }

        id = found.KeyId;
        return true;
    }

    private static string NameOf(string path) => TokenKey.IsUri(path) ? TokenKey.NameOf(path) : path;

    private static bool TryKeyId(string? text, Report report, out uint? given)
    {
        given = null;
        if (text is null)
        {
            return true;
        }

        var digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        if (digits.Length > 8 || !uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
        {
            report.Error($"--keyid: `{text}` is not a number of up to eight hex digits");
            return false;
        }

        if (number == 0)
        {
            report.Error("--keyid: 0 is the id of no key, and no kernel would find one by it");
            return false;
        }

        given = number;
        return true;
    }
}
