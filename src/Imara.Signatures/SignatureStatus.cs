namespace Imara.Signatures;

/// <summary>What a verifier found, and with it which cause IMA would name.</summary>
public enum SignatureStatus
{
    /// <summary>The key is known and the signature is over this digest.</summary>
    Good,

    /// <summary>The value is of a type that holds no signature.</summary>
    NotASignature,

    /// <summary>This kernel does not take this version with this type of xattr (<c>invalid-signature-version</c>).</summary>
    WrongVersion,

    /// <summary>No kernel knows the version (<see cref="Errno.EOPNOTSUPP"/>; <c>unknown</c>).</summary>
    UnsupportedVersion,

    /// <summary>Too short, or not as long as the header says (<c>invalid-signature</c>, as all that follow).</summary>
    Malformed,

    /// <summary>The hash algorithm is unknown, or not taken with this kind of key (<see cref="Errno.ENOPKG"/>).</summary>
    UnsupportedAlgo,

    /// <summary>No key of this id in the keyring (<see cref="Errno.ENOKEY"/>).</summary>
    UnknownKey,

    /// <summary>The key is in the blacklist keyring (<see cref="Errno.EKEYREJECTED"/>).</summary>
    RevokedKey,

    /// <summary>The signature is bad.</summary>
    Rejected,
}
