namespace Imara.Evaluation;

/// <summary>Which kinds of conditions of a rule are to be looked at, so that the matcher passes over the others.</summary>
[Flags]
internal enum RuleParts : byte
{
    None = 0,

    /// <summary>fsmagic, fsname, fs_subtype, fsuuid, fowner, fgroup</summary>
    File = 1,

    /// <summary>uid, euid, gid, egid</summary>
    Ids = 2,

    /// <summary>The six LSM conditions.</summary>
    Lsm = 4,
}
