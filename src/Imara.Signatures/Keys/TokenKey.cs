using System.Diagnostics.CodeAnalysis;
using System.IO.Pipes;
using System.Security.Cryptography;
using System.Text;
using Imara.Failures;
using Imara.Hashing;
using Imara.Signatures.Interop;

namespace Imara.Signatures.Keys;

/// <summary>Private keys of tokens, named by a PKCS#11 URI (RFC 7512), through OpenSSL's engine <c>pkcs11</c>.</summary>
/// <remarks>
/// The engine reads <c>token</c>, <c>object</c>, <c>id</c>, <c>pin-value</c>, <c>pin-source</c> and the like; it loads the module that p11-kit or the
/// environment variable PKCS11_MODULE_PATH names. It writes to standard error.
/// </remarks>
public static class TokenKey
{
    private const string Scheme = "pkcs11:";

    /// <summary>True if a key is named by a URI and not by a file.</summary>
    public static bool IsUri(string name) => name.StartsWith(Scheme, StringComparison.Ordinal);

    /// <summary>What messages call a key: the URI without PIN and query.</summary>
    public static string NameOf(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return TokenUri.WithoutPin(uri, out _).Split('?')[0];
    }

    /// <summary>Opens a key.</summary>
    /// <param name="uri">Such as <c>pkcs11:token=signing;object=ima;type=private?pin-source=/run/pin</c>.</param>
    /// <param name="pin">The PIN, if the URI has none.</param>
    /// <param name="read">The key, without certificates.</param>
    /// <param name="failure">What went wrong.</param>
    /// <param name="reason">The same in words.</param>
    public static bool TryOpen(
        string uri,
        string? pin,
        [NotNullWhen(true)] out SigningKeyFile? read,
        out SigningKeyFailure failure,
        out string reason)
    {
        read = null;
        (failure, reason) = Open(uri, pin, ref read);
        reason ??= string.Empty;
        return read is not null;
    }

    private static KeyRefusal Open(string uri, string? pin, ref SigningKeyFile? read)
    {
        if (!IsUri(uri) || uri.Contains('\0'))
        {
            return KeyRefusal.NotAKey("not a PKCS#11 URI");
        }

        // The engine prints URIs that it does not find a key for: no PIN stays in one.
        uri = TokenUri.WithoutPin(uri, out var inUri);
        var hasPin = inUri is null && uri.Contains("pin-source=", StringComparison.Ordinal);
        pin = inUri ?? pin;
        if (pin is { Length: 0 } && !hasPin)
        {
            return new KeyRefusal(SigningKeyFailure.PasswordNeeded, "an empty PIN");
        }

        if (!hasPin && pin is null)
        {
            return new KeyRefusal(SigningKeyFailure.PasswordNeeded, "the token needs a PIN: as password, or in the URI as pin-value or pin-source");
        }

        if (!CryptoLibrary.ServesFramework)
        {
            return KeyRefusal.Unsupported($"keys of tokens cannot be used here: {CryptoLibrary.FrameworkProblem}");
        }

        try
        {
            LibCrypto.ForbidPrompts();
            using var pipe = hasPin ? null : Pipe(pin!);
            using var handle = SafeEvpPKeyHandle.OpenPrivateKeyFromEngine("pkcs11", pipe is null ? uri : WithPinSource(uri, pipe));
            AsymmetricAlgorithm key = IsRsa(handle) ? new RSAOpenSsl(handle) : new ECDsaOpenSsl(handle);
            if (PublicKey.TryParseSpki(key.ExportSubjectPublicKeyInfo(), out var publicKey, out _))
            {
                read = SigningKeyFile.Of(new FrameworkSigningKey(key, publicKey));
                return default;
            }

            key.Dispose();
            return KeyRefusal.Unsupported("a kind, size or curve of keys that the kernel does not take");
        }
        catch (Exception error) when (error is CryptographicException or PlatformNotSupportedException)
        {
            return Explain(ForeignText.OfLibrary(error));
        }
    }

    // The engine tells what went wrong on standard error alone.
    private static KeyRefusal Explain(string message) => message.Contains("failed loading private key", StringComparison.Ordinal)
        ? KeyRefusal.NotAKey($"the token has no such private key, or does not take the PIN ({message})")
        : KeyRefusal.Unsupported($"OpenSSL's engine pkcs11 cannot be used; Debian's package is libengine-pkcs11-openssl ({message})");

    private static AnonymousPipeServerStream Pipe(string pin)
    {
        var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        using var write = new AnonymousPipeClientStream(PipeDirection.Out, pipe.ClientSafePipeHandle);
        write.Write(Encoding.UTF8.GetBytes(pin));
        return pipe;
    }

    private static string WithPinSource(string uri, AnonymousPipeServerStream pipe) =>
        $"{uri}{(uri.Contains('?') ? '&' : '?')}pin-source=/proc/self/fd/{pipe.SafePipeHandle.DangerousGetHandle()}";

    // The framework takes either kind and says what it found by refusing the wrong one.
    private static bool IsRsa(SafeEvpPKeyHandle handle)
    {
        try
        {
            using var key = new RSAOpenSsl(handle);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
