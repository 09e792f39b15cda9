using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Imara.Signatures.Interop;

namespace Imara.Signatures.Keys;

/// <summary>A key inside libcrypto with contexts kept ready. Safe for use by several threads.</summary>
/// <remarks>Signs and verifies without a hash of its own: an RSA block is padded around the message as it is, ECDSA takes the message as the digest.</remarks>
internal sealed unsafe class EvpKey : IDisposable
{
    private readonly SafeEvpKey key;
    private readonly bool isPrivate;
    private readonly bool isRsa;
    private readonly ConcurrentBag<SafeEvpContext> idle = [];

    private EvpKey(SafeEvpKey key, bool isPrivate, bool isRsa)
    {
        this.key = key;
        this.isPrivate = isPrivate;
        this.isRsa = isRsa;
    }

    /// <summary>Makes a key that signs; null if libcrypto is missing or does not take it.</summary>
    public static EvpKey? FromPkcs8(ReadOnlySpan<byte> der, KeyKind kind) => From(der, isPrivate: true, kind);

    /// <summary>Makes a key that verifies; null if libcrypto is missing or does not take it.</summary>
    public static EvpKey? FromSpki(ReadOnlySpan<byte> der, KeyKind kind) => From(der, isPrivate: false, kind);

    /// <summary>Makes a key that signs from any form of a private key that is not encrypted, and says what its public half is.</summary>
    /// <param name="der">PKCS#8, PKCS#1 or SEC1.</param>
    /// <param name="spki">The SubjectPublicKeyInfo (DER); empty if it is no key.</param>
    /// <param name="kindOf">The kind of the public half; null if it cannot be used.</param>
    internal static EvpKey? FromPrivate(ReadOnlySpan<byte> der, Func<byte[], KeyKind?> kindOf, out byte[] spki)
    {
        spki = [];
        var read = Read(der, isPrivate: true);
        if (read is null)
        {
            return null;
        }

        spki = SpkiOf(read);
        if (kindOf(spki) is { } kind)
        {
            return new EvpKey(read, isPrivate: true, kind == KeyKind.Rsa);
        }

        read.Dispose();
        return null;
    }

    /// <summary>Signs.</summary>
    /// <param name="message">What goes into the padded block, or the digest.</param>
    /// <param name="maxSize">The longest signature in bytes.</param>
    /// <param name="signature">The signature.</param>
    /// <param name="reason">What libcrypto says if there is none.</param>
    public bool TrySign(ReadOnlySpan<byte> message, int maxSize, [NotNullWhen(true)] out byte[]? signature, out string reason)
    {
        signature = null;
        reason = string.Empty;
        if (!TryTake(out var context))
        {
            reason = LibCrypto.TakeError();
            return false;
        }

        Span<byte> buffer = stackalloc byte[maxSize];
        var length = (nuint)buffer.Length;
        int answer;
        fixed (byte* messageAt = message)
        fixed (byte* signatureAt = buffer)
        {
            answer = LibCrypto.Sign(context, signatureAt, &length, messageAt, (nuint)message.Length);
        }

        if (answer != 1)
        {
            reason = LibCrypto.TakeError();
            context.Dispose();
            return false;
        }

        idle.Add(context);
        signature = buffer[..(int)length].ToArray();
        return true;
    }

    /// <summary>Verifies; null if libcrypto cannot.</summary>
    public bool? Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (!TryTake(out var context))
        {
            LibCrypto.ClearErrors();
            return null;
        }

        int answer;
        fixed (byte* messageAt = message)
        fixed (byte* signatureAt = signature)
        {
            answer = LibCrypto.Verify(context, signatureAt, (nuint)signature.Length, messageAt, (nuint)message.Length);
        }

        if (answer != 1)
        {
            LibCrypto.ClearErrors();
        }

        idle.Add(context);
        return answer == 1;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (idle.TryTake(out var context))
        {
            context.Dispose();
        }

        key.Dispose();
    }

    private static EvpKey? From(ReadOnlySpan<byte> der, bool isPrivate, KeyKind kind)
    {
        var read = Read(der, isPrivate);
        return read is null ? null : new EvpKey(read, isPrivate, kind == KeyKind.Rsa);
    }

    private static SafeEvpKey? Read(ReadOnlySpan<byte> der, bool isPrivate)
    {
        if (!LibCrypto.IsAvailable)
        {
            return null;
        }

        fixed (byte* start = der)
        {
            var at = start;
            var read = isPrivate ? LibCrypto.ReadPrivateKey(0, &at, der.Length) : LibCrypto.ReadPublicKey(0, &at, der.Length);
            if (!read.IsInvalid)
            {
                return read;
            }

            LibCrypto.ClearErrors();
            read.Dispose();
            return null;
        }
    }

    private static byte[] SpkiOf(SafeEvpKey key)
    {
        var length = LibCrypto.WritePublicKey(key, null);
        if (length <= 0)
        {
            LibCrypto.ClearErrors();
            return [];
        }

        var der = new byte[length];
        fixed (byte* start = der)
        {
            var at = start;
            _ = LibCrypto.WritePublicKey(key, &at);
        }

        return der;
    }

    private bool TryTake([NotNullWhen(true)] out SafeEvpContext? context)
    {
        if (idle.TryTake(out context))
        {
            return true;
        }

        context = LibCrypto.NewContext(key, 0);
        if (!context.IsInvalid
            && (isPrivate ? LibCrypto.InitSign(context) : LibCrypto.InitVerify(context)) == 1
            && (!isRsa || LibCrypto.SetRsaPadding(context, LibCrypto.Pkcs1Padding) == 1))
        {
            return true;
        }

        context.Dispose();
        context = null;
        return false;
    }
}
