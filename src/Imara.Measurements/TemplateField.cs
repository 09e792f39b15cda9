namespace Imara.Measurements;

/// <summary>The fields a template may have.</summary>
/// <remarks>docs/reference/measurement-list.md 4.1.</remarks>
public enum TemplateField
{
    /// <summary><c>d</c>: SHA-1 or MD5 digest of the file, bare.</summary>
    D,

    /// <summary><c>n</c>: name of at most 255 bytes.</summary>
    N,

    /// <summary><c>d-ng</c>: algorithm and digest.</summary>
    DNg,

    /// <summary><c>d-ngv2</c>: <c>ima</c> or <c>verity</c>, algorithm and digest.</summary>
    DNgV2,

    /// <summary><c>n-ng</c>: name of any length.</summary>
    NNg,

    /// <summary><c>sig</c>: signature in security.ima, or a portable one in security.evm.</summary>
    Sig,

    /// <summary><c>buf</c>: the measured buffer.</summary>
    Buf,

    /// <summary><c>d-modsig</c>: algorithm and digest of the content without its appended signature.</summary>
    DModsig,

    /// <summary><c>modsig</c>: the appended signature, PKCS#7 DER.</summary>
    Modsig,

    /// <summary><c>evmsig</c>: portable signature in security.evm.</summary>
    EvmSig,

    /// <summary><c>iuid</c>: owner, 4 bytes.</summary>
    IUid,

    /// <summary><c>igid</c>: group, 4 bytes.</summary>
    IGid,

    /// <summary><c>imode</c>: the whole st_mode, 2 bytes.</summary>
    IMode,

    /// <summary><c>xattrnames</c>: names of the protected extended attributes, joined by <c>|</c>.</summary>
    XattrNames,

    /// <summary><c>xattrlengths</c>: 4 bytes for each name.</summary>
    XattrLengths,

    /// <summary><c>xattrvalues</c>: the values, one after the other.</summary>
    XattrValues,
}
