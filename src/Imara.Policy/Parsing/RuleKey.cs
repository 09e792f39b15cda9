namespace Imara.Policy.Parsing;

/// <summary>The keys of the rule language.</summary>
/// <remarks>docs/reference/policy.md 2.1.</remarks>
internal enum RuleKey
{
    Func,
    Mask,
    FsMagic,
    FsName,
    FsSubtype,
    FsUuid,
    Uid,
    Euid,
    Gid,
    Egid,
    Fowner,
    Fgroup,
    ObjUser,
    ObjRole,
    ObjType,
    SubjUser,
    SubjRole,
    SubjType,
    DigestType,
    AppraiseType,
    AppraiseFlag,
    AppraiseAlgos,
    Pcr,
    Template,
    Keyrings,
    Label,
    PermitDirectio,
}
