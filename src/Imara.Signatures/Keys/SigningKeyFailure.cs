namespace Imara.Signatures.Keys;

/// <summary>Why a file gives no private key.</summary>
public enum SigningKeyFailure
{
    /// <summary>It gives one.</summary>
    None,

    /// <summary>No private key, or a damaged one.</summary>
    NotAKey,

    /// <summary>The key is encrypted and no password was given.</summary>
    PasswordNeeded,

    /// <summary>The password does not open the key; a damaged encrypted key looks the same.</summary>
    WrongPassword,

    /// <summary>A kind, size or encryption of keys that the kernel's signatures or this platform do not have.</summary>
    Unsupported,
}
