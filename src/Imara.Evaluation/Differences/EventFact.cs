namespace Imara.Evaluation.Differences;

/// <summary>What conditions of rules look at: one dimension of the space of events each.</summary>
internal enum EventFact
{
    Mask,
    FsMagic,
    FsName,
    FsSubtype,
    FsUuid,
    Uid,
    Euid,
    Suid,
    Gid,
    Egid,
    Sgid,
    Fowner,
    Fgroup,

    /// <summary>The task has CAP_SETUID.</summary>
    CanSetUid,

    /// <summary>The task has CAP_SETGID.</summary>
    CanSetGid,

    /// <summary>Keyring or label of the data.</summary>
    Data,

    /// <summary>User of the file's label, or the whole label where it has no parts.</summary>
    ObjUser,
    ObjRole,
    ObjType,

    /// <summary>User of the task's label, or the whole label, or its profiles.</summary>
    SubjUser,
    SubjRole,
    SubjType,
}
