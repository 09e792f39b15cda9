using System.Runtime.InteropServices;
using Imara.Hashing;

namespace Imara.Signatures.Interop;

/// <summary>What is used of OpenSSL 3 directly: contexts that sign or verify again and again without being set up anew.</summary>
internal static unsafe partial class LibCrypto
{
    /// <summary>RSA_PKCS1_PADDING.</summary>
    internal const int Pkcs1Padding = 1;

    private const string Name = CryptoLibrary.FileName;

    /// <summary>Every function that is called.</summary>
    internal static readonly string[] Functions =
    [
        "UI_null", "UI_set_default_method", "d2i_AutoPrivateKey", "d2i_PUBKEY", "i2d_PUBKEY", "EVP_PKEY_free", "EVP_PKEY_CTX_new", "EVP_PKEY_CTX_free",
        "EVP_PKEY_CTX_set_rsa_padding", "EVP_PKEY_sign_init", "EVP_PKEY_sign", "EVP_PKEY_verify_init", "EVP_PKEY_verify", "ERR_get_error", "ERR_error_string_n",
        "ERR_clear_error",
    ];

    private static readonly Lazy<string> Found = new(() => CryptoLibrary.ProblemWith(Functions));

    /// <summary>True if the library is there with every function; loads it.</summary>
    internal static bool IsAvailable => Found.Value.Length == 0;

    /// <summary>Why it is not; empty if it is.</summary>
    internal static string Problem => Found.Value;

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

    [LibraryImport(Name, EntryPoint = "d2i_AutoPrivateKey")]
    internal static partial SafeEvpKey ReadPrivateKey(nint reused, byte** der, nint length);

    [LibraryImport(Name, EntryPoint = "d2i_PUBKEY")]
    internal static partial SafeEvpKey ReadPublicKey(nint reused, byte** der, nint length);

    [LibraryImport(Name, EntryPoint = "i2d_PUBKEY")]
    internal static partial int WritePublicKey(SafeEvpKey key, byte** der);

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
