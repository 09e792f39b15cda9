using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Imara.Hashing;
using Imara.Signatures.Asn1;
using Imara.Signatures.Interop;

namespace Imara.Signatures.Keys;

/// <summary>Turns a decrypted private key into one that signs.</summary>
internal static class PrivateKeyImport
{
    // 1.2.156.10197.1.301
    private static ReadOnlySpan<byte> Sm2 => [0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x01, 0x82, 0x2d];

    private static KeyRefusal OfNoSize => KeyRefusal.Unsupported("a size or curve of keys that the kernel does not take");

    /// <summary>Imports DER.</summary>
    /// <param name="form">PKCS#8, PKCS#1 or SEC1.</param>
    /// <param name="der">The key.</param>
    /// <param name="key">The key, if nothing is wrong with it.</param>
    public static KeyRefusal Import(PrivateKeyForm form, ReadOnlySpan<byte> der, out SigningKey? key)
    {
        key = null;
        if (WhyUnsupported(form, der) is { } reason)
        {
            return KeyRefusal.Unsupported(reason);
        }

        return CryptoLibrary.ServesFramework ? ImportByFramework(form, der, out key) : ImportByLibCrypto(der, out key);
    }

    /// <summary>What the framework does, where libcrypto is there and libssl is not.</summary>
    internal static KeyRefusal ImportByLibCrypto(ReadOnlySpan<byte> der, out SigningKey? key)
    {
        key = null;
        if (!LibCrypto.IsAvailable)
        {
            return KeyRefusal.Unsupported($"cannot be read here: {LibCrypto.Problem}");
        }

        PublicKey? publicKey = null;
        var made = EvpKey.FromPrivate(der, spki => PublicKey.TryParseSpki(spki, out publicKey, out _) ? publicKey.Kind : null, out var encoded);
        if (made is null || publicKey is null)
        {
            return encoded.Length == 0 ? KeyRefusal.NotAKey("a private key that is damaged") : OfNoSize;
        }

        var signing = new LibCryptoSigningKey(made, publicKey);
        var refusal = WhyOfNoSize(publicKey) ?? (Fits(signing) ? default : KeyRefusal.NotAKey("a private key that is damaged: its parts do not belong together"));
        if (refusal != default)
        {
            signing.Dispose();
            return refusal;
        }

        key = signing;
        return default;
    }

    private static KeyRefusal ImportByFramework(PrivateKeyForm form, ReadOnlySpan<byte> der, out SigningKey? key)
    {
        key = null;
        AsymmetricAlgorithm? imported = null;
        try
        {
            imported = IsRsa(form, der) ? RSA.Create() : ECDsa.Create();
            Import(imported, form, der);
            if (!PublicKey.TryParseSpki(imported.ExportSubjectPublicKeyInfo(), out var publicKey, out _))
            {
                return OfNoSize;
            }

            if (WhyOfNoSize(publicKey) is { } refusal)
            {
                return refusal;
            }

            var pkcs8 = imported.ExportPkcs8PrivateKey();
            key = LibCryptoSigningKey.FromPkcs8(pkcs8, publicKey);
            key ??= Wrap(ref imported, publicKey);
            CryptographicOperations.ZeroMemory(pkcs8);
            return default;
        }
        catch (PlatformNotSupportedException)
        {
            return KeyRefusal.Unsupported("a kind of key that this system's libraries do not have");
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException or OverflowException)
        {
            return KeyRefusal.NotAKey("a private key that is damaged");
        }
        finally
        {
            imported?.Dispose();
        }
    }

    private static KeyRefusal? WhyOfNoSize(PublicKey key) => key is RsaKey { HasKernelSize: false } or RsaKey { Bits: < 1023 }
        ? KeyRefusal.Unsupported($"an RSA key of {key.Bits} bits; the kernel takes 1024, 1536, 2048, 3072 and 4096")
        : null;

    private static bool Fits(SigningKey key)
    {
        var digest = Digest.Zero(HashAlgo.Sha256);
        return key.TrySign(digest, out var signature, out _) && key.PublicKey.Verify(digest.Algo, digest.Bytes, signature) == Errno.None;
    }

    private static FrameworkSigningKey Wrap(ref AsymmetricAlgorithm? imported, PublicKey publicKey)
    {
        var key = new FrameworkSigningKey(imported!, publicKey);
        imported = null;
        return key;
    }

    private static void Import(AsymmetricAlgorithm key, PrivateKeyForm form, ReadOnlySpan<byte> der)
    {
        switch (form)
        {
            case PrivateKeyForm.Pkcs1:
                ((RSA)key).ImportRSAPrivateKey(der, out _);
                break;
            case PrivateKeyForm.Sec1:
                ((ECDsa)key).ImportECPrivateKey(der, out _);
                break;
            default:
                key.ImportPkcs8PrivateKey(der, out _);
                break;
        }
    }

    private static bool IsRsa(PrivateKeyForm form, ReadOnlySpan<byte> der) => form switch
    {
        PrivateKeyForm.Pkcs1 => true,
        PrivateKeyForm.Sec1 => false,
        _ => TryReadAlgorithm(der, out var oid, out _) && oid.SequenceEqual(Oids.RsaEncryption),
    };

    // Null also for what is malformed, which the import answers.
    private static string? WhyUnsupported(PrivateKeyForm form, ReadOnlySpan<byte> der)
    {
        if (form == PrivateKeyForm.Pkcs8 && TryReadAlgorithm(der, out var oid, out var curve))
        {
            return oid.SequenceEqual(Oids.RsaEncryption) ? null
                : !oid.SequenceEqual(Oids.EcPublicKey) ? "a kind of key that is neither RSA (PKCS#1 v1.5) nor ECDSA"
                : WhyUnsupported(curve);
        }

        return form == PrivateKeyForm.Sec1 && TryReadSec1Curve(der, out var named) ? WhyUnsupported(named) : null;
    }

    private static string? WhyUnsupported(ReadOnlySpan<byte> curve) =>
        curve.SequenceEqual(Sm2) ? "a key of SM2, which kernels from 5.10 until 2024 took; nothing here signs with it"
        : NistCurve.Find(curve) is null ? "a curve other than P-192, P-256, P-384 and P-521, which the kernel has, or one that is not named" : null;

    private static bool TryReadAlgorithm(ReadOnlySpan<byte> pkcs8, out ReadOnlySpan<byte> oid, out ReadOnlySpan<byte> curve)
    {
        oid = curve = default;
        FormatError error = default;
        var reader = new DerReader(pkcs8, ref error);
        if (!reader.TryEnter(DerTag.Sequence, out var info) || !info.TryRead(DerTag.Integer, out _)
            || !info.TryEnter(DerTag.Sequence, out var algorithm) || !algorithm.TryRead(DerTag.ObjectIdentifier, out var name))
        {
            return false;
        }

        oid = pkcs8.Slice(name.Start, name.Length);
        curve = algorithm.NextIs(DerTag.ObjectIdentifier) && algorithm.TryRead(out var parameter) ? pkcs8.Slice(parameter.Start, parameter.Length) : default;
        return true;
    }

    private static bool TryReadSec1Curve(ReadOnlySpan<byte> sec1, out ReadOnlySpan<byte> curve)
    {
        curve = default;
        FormatError error = default;
        var reader = new DerReader(sec1, ref error);
        if (!reader.TryEnter(DerTag.Sequence, out var key) || !key.TryRead(DerTag.Integer, out _) || !key.TryRead(DerTag.OctetString, out _)
            || !key.TryEnter(DerTag.Context(0), out var parameters) || !parameters.TryRead(out var named))
        {
            return false;
        }

        curve = named.Tag == DerTag.ObjectIdentifier ? sec1.Slice(named.Start, named.Length) : default;
        return true;
    }
}
