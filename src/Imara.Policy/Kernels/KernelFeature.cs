namespace Imara.Policy.Kernels;

/// <summary>What differs between kernels; each member has a row in <see cref="KernelFeatures"/>.</summary>
public enum KernelFeature
{
    /// <summary>The final check of a rule as a whole (docs/reference/policy.md 3); before it only a few orders are checked (3.8).</summary>
    FinalValidation,

    /// <summary><c>appraise_type=imasig|modsig</c></summary>
    Modsig,

    /// <summary><c>appraise_flag=check_blacklist</c></summary>
    AppraiseFlag,

    /// <summary><c>appraise_flag=</c> takes any text and does nothing; the blacklist check is implied by <c>appraise_type=</c>.</summary>
    AppraiseFlagIgnored,

    /// <summary><c>func=KEY_CHECK</c> and <c>keyrings=</c></summary>
    KeyCheck,

    /// <summary>Of <c>ima_appraise=</c> the text of the last one counts alone, and an unknown text means enforce.</summary>
    AppraiseLastWins,

    /// <summary><c>func=CRITICAL_DATA</c> and <c>label=</c></summary>
    CriticalData,

    /// <summary>Template <c>evm-sig</c></summary>
    EvmSigTemplate,

    /// <summary><c>func=SETXATTR_CHECK</c> and <c>appraise_algos=</c></summary>
    SetxattrCheck,

    /// <summary><c>gid</c>, <c>egid</c> and <c>fgroup</c></summary>
    GroupConditions,

    /// <summary>Rules whose LSM conditions do not resolve are left out when the policy is read.</summary>
    UndefinedLsmHidden,

    /// <summary><c>digest_type=verity</c>, <c>appraise_type=sigv3</c>, templates <c>ima-ngv2</c> and <c>ima-sigv2</c></summary>
    Verity,

    /// <summary><c>func=MMAP_CHECK_REQPROT</c></summary>
    MmapReqprot,

    /// <summary>The hash algorithms sha3-256, sha3-384 and sha3-512.</summary>
    Sha3,

    /// <summary>Every write to a file of tmpfs moves its change cookie; before, only one after somebody asked for it.</summary>
    TmpfsWritesCounted,

    /// <summary>A file of an overlay is looked at again when the file below it has changed; before, at every access.</summary>
    OverlayBackingCompared,

    /// <summary>One measurement list file for each TPM bank.</summary>
    ListPerBank,

    /// <summary>The buffer of init_module(2) is measured as critical data, label <c>modules</c>.</summary>
    InitModuleMeasured,

    /// <summary>The open_writers violation is recorded once until the last writer closes.</summary>
    OpenWritersOnce,

    /// <summary>A token that begins with <c>#</c> ends the rule.</summary>
    TrailingComments,

    /// <summary>The built-in tcb policy exempts tmpfs for FILE_CHECK only.</summary>
    TcbTmpfsFileCheckOnly,

    /// <summary>CREDS_CHECK is asked once, for the final program, with the credentials after setuid bits.</summary>
    CredsCheckAfterSetuid,

    /// <summary><c>dont_audit</c></summary>
    DontAudit,

    /// <summary><c>fs_subtype=</c></summary>
    FsSubtype,

    /// <summary>Version 3 signatures for plain file digests and for security.evm; free order of <c>sigv3</c> and <c>verity</c>.</summary>
    Sigv3ForFiles,

    /// <summary>A change made by truncate(2) is seen at the next open.</summary>
    TruncateSeen,

    /// <summary>The built-in secure_boot policy accepts appended signatures of modules.</summary>
    SecureBootModsig,

    /// <summary>The built-in policies exempt configfs.</summary>
    ConfigfsExempt,

    /// <summary>Lines written to the policy file and the policy itself are measured.</summary>
    PolicyMeasured,
}
