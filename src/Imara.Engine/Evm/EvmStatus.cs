namespace Imara.Engine.Evm;

/// <summary>What EVM says about a file's metadata.</summary>
/// <remarks>docs/reference/appraisal.md 4.4 and 5, step 4.</remarks>
public enum EvmStatus
{
    /// <summary>EVM is not active, or the attribute is not protected.</summary>
    Unknown,

    /// <summary>The HMAC, or a signature bound to the inode, is good.</summary>
    Pass,

    /// <summary>The portable signature is good.</summary>
    PassImmutable,

    /// <summary>The HMAC or signature is bad.</summary>
    Fail,

    /// <summary>The portable signature is bad.</summary>
    FailImmutable,

    /// <summary>There are protected attributes, but no security.evm.</summary>
    NoLabel,

    /// <summary>There are no protected attributes.</summary>
    NoXattrs,
}
