namespace Imara.Policy.Loading;

/// <summary>The access mode of an open of the policy file; other open flags do not count.</summary>
/// <remarks>docs/reference/policy.md 1.2.</remarks>
public enum PolicyOpenMode
{
    /// <summary><c>O_WRONLY</c>: a load.</summary>
    WriteOnly,

    /// <summary><c>O_RDONLY</c>: the policy is read back.</summary>
    ReadOnly,

    /// <summary><c>O_RDWR</c>: always refused.</summary>
    ReadWrite,

    /// <summary>Both access bits: opens like a load, but every write fails.</summary>
    Neither,
}
