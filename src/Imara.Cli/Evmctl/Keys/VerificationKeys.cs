using Imara.Cli.Evmctl.Files;
using Imara.Signatures.Keys;

namespace Imara.Cli.Evmctl.Keys;

/// <summary>The keys that signatures are verified with: certificates in DER or PEM, bare public keys in PEM.</summary>
internal static class VerificationKeys
{
    private static readonly string[] Defaults = ["/etc/keys/x509_evm.der", "/etc/keys/pubkey_evm.pem"];

    /// <summary>Reads the keys of `-k`, or those in their usual places that are there.</summary>
    /// <returns>Null if none of those that are named can be used. Each that cannot is told; a signature by its key fails for want of it.</returns>
    public static Keyring? Read(EvmctlCall call)
    {
        var keys = new Keyring();
        var isUsable = false;
        var isNamed = call.Options.Key is not null;
        foreach (var path in isNamed ? call.Options.Key!.Split(',', StringSplitOptions.RemoveEmptyEntries) : Defaults)
        {
            if (SmallFile.TryRead(path, out var content, out var reason))
            {
                reason = Add(content, keys, out var warning) is { } refusal ? $"{path}: {refusal}" : string.Empty;
                if (warning is not null)
                {
                    call.Streams.Remark($"evmctl: warning: {path}: {warning}");
                }
            }

            isUsable |= reason.Length == 0;
            if (reason.Length > 0 && isNamed)
            {
                call.Streams.Fail(reason);
            }
            else
            {
                call.Streams.Detail(reason.Length == 0 ? $"key: {path}" : $"evmctl: {reason}");
            }
        }

        return isUsable || !isNamed ? keys : null;
    }

    private static string? Add(ReadOnlySpan<byte> content, Keyring keys, out string? warning)
    {
        warning = null;
        FormatError error;
        PublicKey? key;
        if (Pem.TryDecode(content, "PUBLIC KEY", out var bare))
        {
            if (!PublicKey.TryParseSpki(bare, out key, out error))
            {
                return error.ToString();
            }

            keys.Add(key);
        }
        else
        {
            var der = Pem.TryDecode(content, "CERTIFICATE", out var decoded) ? decoded : content;
            if (!X509Key.TryParse(der, out var certificate, out error))
            {
                return $"no certificate and no public key: {error}";
            }

            if (certificate.PublicKey is not { } its)
            {
                return "a kind of key that the kernel does not take";
            }

            key = its;
            keys.Add(certificate);
            if (certificate.KeyId is null)
            {
                // As evmctl finds it; the kernel has nothing to find it by.
                warning = "the certificate has no subject key identifier: the kernel cannot find its key";
                keys.Add(key);
            }
        }

        if (!key.IsVerifiable(out var missing))
        {
            return missing;
        }

        if (key is RsaKey rsa)
        {
            keys.AddVersion1(rsa);
        }

        return null;
    }
}
