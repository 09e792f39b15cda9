namespace Imara.Linux.Files;

/// <summary>Options of a mount, as statfs(2) gives them.</summary>
[Flags]
public enum MountOptions : ulong
{
    /// <summary>None of these.</summary>
    None = 0,

    /// <summary>ST_RDONLY: the mount or the file system is read-only.</summary>
    ReadOnly = 1,

    /// <summary>ST_NOSUID</summary>
    NoSetUid = 2,

    /// <summary>ST_NOEXEC</summary>
    NoExecute = 8,
}
