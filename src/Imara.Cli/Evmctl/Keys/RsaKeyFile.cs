using System.Diagnostics.CodeAnalysis;
using Imara.Cli.Evmctl.Files;
using Imara.Signatures.Keys;

namespace Imara.Cli.Evmctl.Keys;

/// <summary>A bare RSA public key in PEM, which signatures of version 1 are verified with.</summary>
internal static class RsaKeyFile
{
    /// <summary>Reads it.</summary>
    public static bool TryRead(string path, [NotNullWhen(true)] out RsaKey? key, out string reason)
    {
        key = null;
        if (!SmallFile.TryRead(path, out var content, out reason))
        {
            return false;
        }

        FormatError error = default;
        PublicKey? read = null;
        if (!Pem.TryDecode(content, "PUBLIC KEY", out var der) || !PublicKey.TryParseSpki(der, out read, out error))
        {
            reason = $"{path}: no public key in PEM{(error.Message is null ? string.Empty : $": {error}")}";
            return false;
        }

        key = read as RsaKey;
        reason = key is null ? $"{path}: no RSA key, which signatures of version 1 need" : string.Empty;
        return key is not null;
    }
}
