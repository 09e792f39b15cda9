namespace Imara.Cli.Evmctl.Options;

/// <summary>The options of evmctl.</summary>
internal enum OptionId
{
    /// <summary>Show how to use the program.</summary>
    Help,

    /// <summary>Show the version.</summary>
    Version,

    /// <summary>Say more.</summary>
    Verbose,

    /// <summary>Name of the hash algorithm.</summary>
    HashAlgo,

    /// <summary>Sign the content, too.</summary>
    ImaSig,

    /// <summary>Hash the content, too.</summary>
    ImaHash,

    /// <summary>Use signature files.</summary>
    SigFile,

    /// <summary>Use attributes of the namespace <c>user</c>.</summary>
    XattrUser,

    /// <summary>Signatures of version 1.</summary>
    Rsa,

    /// <summary>File or URI of a key.</summary>
    Key,

    /// <summary>Keyid of the signature.</summary>
    KeyId,

    /// <summary>Certificate that tells the keyid.</summary>
    KeyIdFromCert,

    /// <summary>EVM signature without inode and file system.</summary>
    Portable,

    /// <summary>The obsolete EVM signature without inode.</summary>
    Immutable,

    /// <summary>Password of the key.</summary>
    Password,

    /// <summary>Go into directories.</summary>
    Recursive,

    /// <summary>Which files.</summary>
    Type,

    /// <summary>Print, change no attribute.</summary>
    NoXattr,

    /// <summary>UUID of the file system.</summary>
    Uuid,

    /// <summary>More attributes of Smack.</summary>
    Smack,

    /// <summary>For a 32-bit kernel.</summary>
    Machine32,

    /// <summary>For a 64-bit kernel.</summary>
    Machine64,

    /// <summary>Inode number.</summary>
    Ino,

    /// <summary>Owner.</summary>
    Uid,

    /// <summary>Group.</summary>
    Gid,

    /// <summary>Mode.</summary>
    Mode,

    /// <summary>Inode generation.</summary>
    Generation,

    /// <summary>Value of security.ima.</summary>
    Ima,

    /// <summary>Value of security.selinux.</summary>
    Selinux,

    /// <summary>Value of security.capability.</summary>
    Caps,

    /// <summary>Check the signatures in a list.</summary>
    VerifySig,

    /// <summary>OpenSSL engine of the key.</summary>
    Engine,

    /// <summary>OpenSSL provider of the key.</summary>
    Provider,

    /// <summary>Violations in a list are no failure.</summary>
    IgnoreViolations,

    /// <summary>File of PCR values.</summary>
    Pcrs,

    /// <summary>The one bank to compare.</summary>
    VerifyBank,

    /// <summary>PCR values of this machine's TPM.</summary>
    HardwareTpm,

    /// <summary>File of the EVM key.</summary>
    HmacKey,

    /// <summary>fs-verity digests.</summary>
    VeritySig,

    /// <summary>Signatures of version 3.</summary>
    Version3,
}
