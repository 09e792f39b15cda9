namespace Imara.Runtime.Accesses;

/// <summary>The answer to an access.</summary>
internal enum AccessVerdict
{
    /// <summary>It goes on.</summary>
    Allow,

    /// <summary>It is refused; the opener sees EPERM.</summary>
    Deny,
}
