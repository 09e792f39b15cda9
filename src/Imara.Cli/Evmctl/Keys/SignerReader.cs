using System.Text;
using Imara.Cli.Evmctl.Files;
using Imara.Cli.Input;
using Imara.Linux.Processes;
using Imara.Signatures.Keys;

namespace Imara.Cli.Evmctl.Keys;

/// <summary>Gets the key that the options name, once for all files.</summary>
internal static class SignerReader
{
    private const string DefaultKey = "/etc/keys/privkey_evm.pem";
    private const string PasswordVariable = "EVMCTL_KEY_PASSWORD";

    /// <summary>Reads the key.</summary>
    /// <returns>Null if that fails; the reason is told.</returns>
    public static Signer? Read(EvmctlCall call)
    {
        if (call.Options is { Version1: true, Version3: true })
        {
            call.Streams.Fail("--rsa and --v3 ask for two versions of signatures");
            return null;
        }

        ProcessSecrets.Guard();
        var path = call.Options.Key ?? DefaultKey;
        if (!TryReadPassword(call, path, out var password, out var reason) || !TryReadKey(path, password, out var file, out reason))
        {
            call.Streams.Fail(reason);
            return null;
        }

        X509Key? certificate = null;
        var isKnown = call.Options.KeyIdFromCert is null || TryReadCertificate(call.Options.KeyIdFromCert, out certificate, out reason);
        if (!isKnown || !SigningKeyId.TryFind(file!, certificate, call.Options.KeyId, out var keyid, out reason))
        {
            call.Streams.Fail(reason);
            file!.Dispose();
            return null;
        }

        if (keyid.Warning is { } warning)
        {
            call.Streams.Remark("evmctl: warning: " + warning);
        }

        call.Streams.Detail($"keyid: {keyid.KeyId:x8}");
        return new Signer(file!, keyid.KeyId, call.Options.Version1 ? (byte)1 : call.Options.Version3 ? (byte)3 : (byte)2);
    }

    private static bool TryReadKey(string path, string? password, out SigningKeyFile? file, out string reason)
    {
        file = null;
        if (TokenKey.IsUri(path))
        {
            return TokenKey.TryOpen(path, password, out file, out _, out reason);
        }

        if (!SmallFile.TryRead(path, out var content, out reason))
        {
            return false;
        }

        var isRead = SigningKeyFile.TryRead(content, password, out file, out _, out reason);
        reason = $"{path}: {reason}";
        return isRead;
    }

    private static bool TryReadCertificate(string path, out X509Key? certificate, out string reason)
    {
        certificate = null;
        if (!SmallFile.TryRead(path, out var content, out reason))
        {
            return false;
        }

        var der = Pem.TryDecode(content, "CERTIFICATE", out var decoded) ? decoded : content;
        if (!X509Key.TryParse(der, out certificate, out var error))
        {
            reason = $"{path}: no certificate: {error}";
        }
        else if (certificate.KeyId is null)
        {
            reason = $"{path}: the certificate has no subject key identifier";
            certificate = null;
        }

        return certificate is not null;
    }

    private static bool TryReadPassword(EvmctlCall call, string path, out string? password, out string reason)
    {
        reason = string.Empty;
        password = call.Options.Password is { } given
            ? Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(given))
            : Environment.GetEnvironmentVariable(PasswordVariable);
        if (!call.Options.AskPassword)
        {
            return true;
        }

        password = PasswordPrompt.Ask($"password of {path}: ");
        if (password is null)
        {
            reason = $"{path}: no password was given";
        }

        return password is not null;
    }
}
