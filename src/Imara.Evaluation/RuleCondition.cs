namespace Imara.Evaluation;

/// <summary>The conditions of a rule, in the order in which they are looked at; the first that fails decides.</summary>
public enum RuleCondition : byte
{
    /// <summary>All conditions hold.</summary>
    None,

    /// <summary><c>func=</c></summary>
    Func,

    /// <summary><c>keyrings=</c></summary>
    Keyrings,

    /// <summary><c>label=</c></summary>
    Label,

    /// <summary><c>mask=</c></summary>
    Mask,

    /// <summary><c>fsmagic=</c></summary>
    FsMagic,

    /// <summary><c>fsname=</c></summary>
    FsName,

    /// <summary><c>fs_subtype=</c></summary>
    FsSubtype,

    /// <summary><c>fsuuid=</c></summary>
    FsUuid,

    /// <summary><c>uid</c></summary>
    Uid,

    /// <summary><c>euid</c></summary>
    Euid,

    /// <summary><c>gid</c></summary>
    Gid,

    /// <summary><c>egid</c></summary>
    Egid,

    /// <summary><c>fowner</c></summary>
    Fowner,

    /// <summary><c>fgroup</c></summary>
    Fgroup,

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

    /// <summary>The class of the rule was decided before, or is not asked at all: the rule is not looked at.</summary>
    ClassDone,
}
