using Imara.Cli.Output;
using Imara.Signatures.Keys;

namespace Imara.Cli.Input;

/// <summary>Reads keys that signatures are verified with: certificates in DER or PEM, bare public keys in PEM.</summary>
internal static class CertificateFile
{
    /// <summary>The most bytes a file with a certificate may have: 1 MiB, as one with a private key.</summary>
    public const int MaxSize = SigningKeyFile.MaxSize;

    /// <summary>Puts the keys of all files into one keyring.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="report">Takes the reason if one cannot be used.</param>
    /// <param name="keys">The keyring.</param>
    public static bool TryRead(IReadOnlyList<string> paths, Report report, out Keyring keys)
    {
        keys = new Keyring();
        foreach (var path in paths)
        {
            if (!InputFile.TryRead(path, MaxSize, report, out var content))
            {
                return false;
            }

            if (WhyNot(content.Span, keys) is { } reason)
            {
                report.Error($"{InputFile.NameOf(path)}: {reason}");
                return false;
            }
        }

        return true;
    }

    private static string? WhyNot(ReadOnlySpan<byte> content, Keyring keys)
    {
        FormatError error;
        if (Pem.TryDecode(content, "PUBLIC KEY", out var bare))
        {
            if (!PublicKey.TryParseSpki(bare, out var key, out error))
            {
                return error.ToString();
            }

            if (!key.IsVerifiable(out var missing))
            {
                return missing;
            }

            keys.Add(key);
            return null;
        }

        var der = Pem.TryDecode(content, "CERTIFICATE", out var decoded) ? decoded : content;
        if (!X509Key.TryParse(der, out var certificate, out error))
        {
            return $"no certificate: {error}";
        }

        if (certificate.PublicKey?.IsVerifiable(out var reason) == false)
        {
            return reason;
        }

        if (keys.Add(certificate) != Errno.None)
        {
            return "a kind of key that the kernel does not take";
        }

        // Signatures of version 1 find the same key by another name.
        if (certificate.PublicKey is RsaKey rsa)
        {
            keys.AddVersion1(rsa);
        }

        return null;
    }
}
