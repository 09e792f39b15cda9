using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Imara.Cli.Output;
using Imara.Linux.Processes;
using Imara.Signatures.Keys;

namespace Imara.Cli.Input;

/// <summary>Keys and certificates that a user names one by one.</summary>
internal static class KeyInput
{
    /// <summary>Reads a certificate in PEM or DER; of several the first.</summary>
    public static bool TryReadCertificate(string path, Report report, [NotNullWhen(true)] out X509Key? certificate)
    {
        certificate = null;
        if (!InputFile.TryRead(path, CertificateFile.MaxSize, report, out var content))
        {
            return false;
        }

        var der = Pem.TryDecode(content.Span, "CERTIFICATE", out var decoded) ? decoded : content.Span;
        if (X509Key.TryParse(der, out certificate, out var error))
        {
            return true;
        }

        report.Error($"{InputFile.NameOf(path)}: no certificate: {error}");
        return false;
    }

    /// <summary>Reads a private key from a file, or opens that of a token.</summary>
    public static bool TryReadKey(string name, string? password, Report report, [NotNullWhen(true)] out SigningKeyFile? key)
    {
        key = null;
        ProcessSecrets.Guard();
        string reason;
        if (TokenKey.IsUri(name))
        {
            if (TokenKey.TryOpen(name, password, out key, out _, out reason))
            {
                return true;
            }

            report.Error($"{TokenKey.NameOf(name)}: {reason}");
            return false;
        }

        if (!InputFile.TryRead(name, SigningKeyFile.MaxSize, report, out var content))
        {
            return false;
        }

        var failure = SigningKeyFailure.None;
        try
        {
            if (SigningKeyFile.TryRead(content.Span, password, out key, out failure, out reason))
            {
                return true;
            }
        }
        finally
        {
            if (MemoryMarshal.TryGetArray(content, out var bytes))
            {
                CryptographicOperations.ZeroMemory(bytes.AsSpan());
            }
        }

        report.Error($"{InputFile.NameOf(name)}: {reason}{(failure == SigningKeyFailure.PasswordNeeded ? "; --password-file FILE or $IMARA_KEY_PASSWORD gives it" : string.Empty)}");
        return false;
    }
}
