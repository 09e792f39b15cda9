namespace Imara.Boot.Discovery;

/// <summary>What verifies signatures with a key.</summary>
internal enum KeyPurpose
{
    /// <summary>IMA: <c>.ima</c> or <c>_ima</c>.</summary>
    Ima,

    /// <summary>EVM: <c>.evm</c> or <c>_evm</c>.</summary>
    Evm,
}
