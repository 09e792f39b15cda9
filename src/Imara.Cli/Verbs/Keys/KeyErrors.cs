using Imara.Signatures.Keys;

namespace Imara.Cli.Verbs.Keys;

/// <summary>What the kernel means when it refuses a key, and what to do.</summary>
/// <remarks>docs/reference/appraisal.md 7; add_key(2).</remarks>
internal static class KeyErrors
{
    /// <summary>Why a certificate was not added.</summary>
    public static string Explain(Errno error, X509Key certificate, string keyring) => error switch
    {
        Errno.ENOKEY when CertificateFitness.Objections(certificate) is { Count: > 0 } objections =>
            $"{keyring} does not take it: {string.Join("; ", objections)}",
        Errno.ENOKEY => $"no key that {keyring} trusts signed it; the issuer has to be in .builtin_trusted_keys, or in .machine or .secondary_trusted_keys where the kernel allows that",
        Errno.EKEYREJECTED => "its signature is bad, or it is in the kernel's .blacklist",
        Errno.ENOPKG => "the kernel lacks the algorithm of the key or of the signature on it",
        Errno.EBADMSG => "the kernel cannot read it as a certificate",
        Errno.EINVAL => "the kernel does not take this certificate",
        Errno.ENODEV => "the kernel has no keys of type asymmetric (CONFIG_ASYMMETRIC_KEY_TYPE, CONFIG_X509_CERTIFICATE_PARSER)",
        Errno.EPERM => $"{keyring} is closed: only the kernel adds keys to it",
        Errno.EACCES when keyring is "_ima" or "_evm" => $"no permission to write to {keyring}: its owner may where the session links @u (`keyctl link @u @s`)",
        Errno.EACCES => $"no permission to write to {keyring}; root owns the keyrings of IMA",
        Errno.EDQUOT => "the owner's quota of keys is used up (/proc/sys/kernel/keys)",
        Errno.ENOSYS => "the kernel has no keyrings (CONFIG_KEYS)",
        _ => "the kernel refuses it",
    };

    /// <summary>Why a keyring was not found or cannot be used.</summary>
    public static string Explain(Errno error, string keyring) => error switch
    {
        Errno.ENOKEY when keyring is ".ima" or ".evm" =>
            $"no such keyring: the kernel has no trusted keyring (CONFIG_INTEGRITY_TRUSTED_KEYRING) and searches _{keyring[1..]}; `--keyring _{keyring[1..]} --create` makes that",
        Errno.ENOKEY when keyring is "_ima" or "_evm" => "no such keyring; --create makes it in @u",
        Errno.ENOKEY or Errno.ENOENT => "no such keyring, or none that may be viewed",
        Errno.EACCES => "no permission; the owner of a keyring in @u has it where the session links @u (`keyctl link @u @s`)",
        Errno.ENOSYS => "the kernel has no keyrings (CONFIG_KEYS)",
        Errno.EINVAL => "not the name of a keyring",
        _ => "cannot be used",
    };
}
