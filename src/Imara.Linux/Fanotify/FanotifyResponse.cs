namespace Imara.Linux.Fanotify;

/// <summary>The answer to a permission event.</summary>
public enum FanotifyResponse : uint
{
    /// <summary>Nothing; no valid answer.</summary>
    None = 0,

    /// <summary>Let it happen.</summary>
    Allow = 1,

    /// <summary>Refuse; the opener sees EPERM.</summary>
    Deny = 2,
}
