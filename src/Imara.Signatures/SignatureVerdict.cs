using Imara.Signatures.Keys;

namespace Imara.Signatures;

/// <summary>The answer to "is this signature good?".</summary>
/// <param name="Status">What was found.</param>
/// <param name="Errno">What the kernel's verifier would answer; <see cref="Errno.None"/> if good.</param>
/// <param name="Key">The key that made a good signature, or that refused it; null if none was found or for version 1.</param>
public readonly record struct SignatureVerdict(SignatureStatus Status, Errno Errno, KeyringEntry? Key = null)
{
    /// <summary>True if the signature is good.</summary>
    public bool IsGood => Status == SignatureStatus.Good;

    internal static SignatureVerdict Of(Errno errno, KeyringEntry? key = null) => new(
        errno switch
        {
            Errno.None => SignatureStatus.Good,
            Errno.ENOPKG => SignatureStatus.UnsupportedAlgo,
            Errno.ENOKEY => SignatureStatus.UnknownKey,
            _ => SignatureStatus.Rejected,
        },
        errno,
        key);
}
