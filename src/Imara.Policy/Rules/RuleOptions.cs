namespace Imara.Policy.Rules;

/// <summary>Options a rule adds to an event; one set for all rules that match it, whatever their class.</summary>
/// <remarks>docs/reference/policy.md 4.3.</remarks>
[Flags]
public enum RuleOptions : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A signature is required (<c>appraise_type=</c>).</summary>
    Digsig = 1,

    /// <summary>An appended signature will do (<c>appraise_type=imasig|modsig</c>).</summary>
    Modsig = 2,

    /// <summary>The fs-verity digest instead of the hash of the content (<c>digest_type=verity</c>).</summary>
    Verity = 4,

    /// <summary>A version 3 signature is required (<c>appraise_type=sigv3</c>, 7.1 and later).</summary>
    Sigv3 = 8,

    /// <summary>The digest must not be on the <c>.blacklist</c> keyring.</summary>
    CheckBlacklist = 16,

    /// <summary>O_DIRECT opens are let through (<c>permit_directio</c>).</summary>
    PermitDirectio = 32,
}
