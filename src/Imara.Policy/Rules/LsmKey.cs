namespace Imara.Policy.Rules;

/// <summary>The six LSM conditions, in the order in which the kernel prints them.</summary>
public enum LsmKey : byte
{
    /// <summary><c>obj_user</c></summary>
    ObjUser,

    /// <summary><c>obj_role</c></summary>
    ObjRole,

    /// <summary><c>obj_type</c></summary>
    ObjType,

    /// <summary><c>subj_user</c></summary>
    SubjUser,

    /// <summary><c>subj_role</c></summary>
    SubjRole,

    /// <summary><c>subj_type</c></summary>
    SubjType,
}
