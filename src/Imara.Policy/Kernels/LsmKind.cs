namespace Imara.Policy.Kernels;

/// <summary>The security module that answers LSM conditions.</summary>
public enum LsmKind
{
    /// <summary>None that has labels.</summary>
    None,

    /// <summary>SELinux: all six conditions.</summary>
    SELinux,

    /// <summary>Smack: obj_user and subj_user.</summary>
    Smack,

    /// <summary>AppArmor: subj_role.</summary>
    AppArmor,
}
