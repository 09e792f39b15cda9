using System.Diagnostics.CodeAnalysis;
using Imara.Cli.Input;
using Imara.Cli.Output;
using Imara.Signatures.Keys;

namespace Imara.Cli.Verbs.Files;

/// <summary>Opens the private key a user names.</summary>
internal static class PrivateKeyInput
{
    /// <summary>Reads a key.</summary>
    /// <param name="path">A file, or <c>-</c>.</param>
    /// <param name="password">The password; null if there is none.</param>
    /// <param name="report">Takes the reason if it cannot be used.</param>
    /// <param name="key">The key and the certificates beside it.</param>
    public static bool TryRead(string path, string? password, Report report, [NotNullWhen(true)] out SigningKeyFile? key)
    {
        key = null;
        if (!InputFile.TryRead(path, SigningKeyFile.MaxSize, report, out var content))
        {
            return false;
        }

        if (SigningKeyFile.TryRead(content.Span, password, out key, out var failure, out var reason))
        {
            return true;
        }

        var hint = failure == SigningKeyFailure.PasswordNeeded ? "; give it in a file with --password-file" : string.Empty;
        report.Error($"{InputFile.NameOf(path)}: {reason}{hint}");
        return false;
    }
}
