using System.Runtime.InteropServices;

namespace Imara.Signatures.Interop;

/// <summary>What is used of OpenSSL 3 directly: contexts that sign or verify again and again without being set up anew.</summary>
internal static unsafe partial class LibCrypto
{
    /// <summary>RSA_PKCS1_PADDING.</summary>
    internal const int Pkcs1Padding = 1;

    private const string Name = "libcrypto.so.3";

    // OPENSSL_INIT_NO_ATEXIT: threads may still sign when the process ends.
    private const ulong NoAtExit = 0x00080000;

    private static readonly Lazy<bool> Loaded = new(() => NativeLibrary.TryLoad(Name, out _) && InitCrypto(NoAtExit, 0) == 1);

    /// <summary>True if the library is there; loads it.</summary>
    internal static bool IsAvailable => Loaded.Value;

    /// <summary>Takes the oldest error of this thread and forgets the others.</summary>
    internal static string TakeError()
    {
        Span<byte> text = stackalloc byte[256];
        fixed (byte* at = text)
        {
            var code = GetError();
            ErrorText(code, at, (nuint)text.Length);
            ClearErrors();
            return code == 0 ? "libcrypto gives no reason" : Marshal.PtrToStringUTF8((nint)at)!;
        }
    }

    /// <summary>Engines that want a password or a PIN get none, instead of asking at the terminal.</summary>
    internal static void ForbidPrompts()
    {
        if (IsAvailable)
        {
            SetDefaultPrompt(NoPrompt());
        }
    }

    [LibraryImport(Name, EntryPoint = "UI_null")]
    private static partial nint NoPrompt();

    [LibraryImport(Name, EntryPoint = "UI_set_default_method")]
    private static partial void SetDefaultPrompt(nint method);

    [LibraryImport(Name, EntryPoint = "OPENSSL_init_crypto")]
    private static partial int InitCrypto(ulong options, nint settings);

    [LibraryImport(Name, EntryPoint = "d2i_AutoPrivateKey")]
    internal static partial SafeEvpKey ReadPrivateKey(nint reused, byte** der, nint length);

    [LibraryImport(Name, EntryPoint = "d2i_PUBKEY")]
    internal static partial SafeEvpKey ReadPublicKey(nint reused, byte** der, nint length);

    [LibraryImport(Name, EntryPoint = "EVP_PKEY_free")]
    internal static partial void FreeKey(nint key);

    [LibraryImport(Name, EntryPoint = "EVP_PKEY_CTX_new")]
    internal static partial SafeEvpContext NewContext(SafeEvpKey key, nint engine);

    [LibraryImport(Name, EntryPoint = "EVP_PKEY_CTX_free")]
    internal static partial void FreeContext(nint context);

    [LibraryImport(Name, EntryPoint = "EVP_PKEY_CTX_set_rsa_padding")]
    internal static partial int SetRsaPadding(SafeEvpContext context, int padding);

    [LibraryImport(Name, EntryPoint = "EVP_PKEY_sign_init")]
    internal static partial int InitSign(SafeEvpContext context);

    [LibraryImport(Name, EntryPoint = "EVP_PKEY_sign")]
    internal static partial int Sign(SafeEvpContext context, byte* signature, nuint* signatureLength, byte* message, nuint messageLength);

    [LibraryImport(Name, EntryPoint = "EVP_PKEY_verify_init")]
    internal static partial int InitVerify(SafeEvpContext context);

    [LibraryImport(Name, EntryPoint = "EVP_PKEY_verify")]
    internal static partial int Verify(SafeEvpContext context, byte* signature, nuint signatureLength, byte* message, nuint messageLength);

    [LibraryImport(Name, EntryPoint = "ERR_get_error")]
    private static partial nuint GetError();

    [LibraryImport(Name, EntryPoint = "ERR_error_string_n")]
    private static partial void ErrorText(nuint code, byte* text, nuint size);

    [LibraryImport(Name, EntryPoint = "ERR_clear_error")]
    internal static partial void ClearErrors();
}
