namespace Imara.Signatures.Keys;

/// <summary>Why a step of reading a private key failed; default: it did not.</summary>
internal readonly record struct KeyRefusal(SigningKeyFailure Failure, string Reason)
{
    public static KeyRefusal PasswordNeeded { get; } = new(SigningKeyFailure.PasswordNeeded, "the private key is encrypted: a password is needed");

    public static KeyRefusal WrongPassword { get; } = new(SigningKeyFailure.WrongPassword, "the password does not open the private key, or the key is damaged");

    public static KeyRefusal NotAKey(string reason) => new(SigningKeyFailure.NotAKey, reason);

    public static KeyRefusal Unsupported(string reason) => new(SigningKeyFailure.Unsupported, reason);
}
