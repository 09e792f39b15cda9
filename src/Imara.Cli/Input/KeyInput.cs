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
        if (TokenKey.IsUri(name))
        {
            return TryOpenToken(name, password, report, out key);
        }

        if (!InputFile.TryRead(name, SigningKeyFile.MaxSize, report, out var content))
        {
            return false;
        }

        SigningKeyFailure failure;
        string reason;
        try
        {
            if (SigningKeyFile.TryRead(content.Span, password, out key, out failure, out reason))
            {
                return true;
            }

            if (failure == SigningKeyFailure.PasswordNeeded && PasswordPrompt.AskPerson(QuestionOf(name)) is { } typed)
            {
                if (SigningKeyFile.TryRead(content.Span, typed, out key, out failure, out reason))
                {
                    return true;
                }
            }
        }
        finally
        {
            if (MemoryMarshal.TryGetArray(content, out var bytes))
            {
                CryptographicOperations.ZeroMemory(bytes.AsSpan());
            }
        }

        report.Error($"{InputFile.NameOf(name)}: {Explain(failure, reason)}");
        return false;
    }

    /// <summary>What is asked where a key in a file is encrypted.</summary>
    public static string QuestionOf(string name) => $"password of {InputFile.NameOf(name)}: ";

    /// <summary>Why a key cannot be had, and how a password is given if that is all that is missing.</summary>
    public static string Explain(SigningKeyFailure failure, string reason) =>
        failure == SigningKeyFailure.PasswordNeeded ? reason + "; --password-file FILE or $IMARA_KEY_PASSWORD gives it" : reason;

    private static bool TryOpenToken(string uri, string? password, Report report, [NotNullWhen(true)] out SigningKeyFile? key)
    {
        if (TokenKey.TryOpen(uri, password, out key, out var failure, out var reason)
            || (failure == SigningKeyFailure.PasswordNeeded && PasswordPrompt.AskPerson($"PIN of {TokenKey.NameOf(uri)}: ") is { } typed
                && TokenKey.TryOpen(uri, typed, out key, out failure, out reason)))
        {
            return true;
        }

        report.Error($"{TokenKey.NameOf(uri)}: {reason}");
        return false;
    }
}
