using Microsoft.Win32.SafeHandles;

namespace Imara.Signatures.Interop;

/// <summary>An EVP_PKEY_CTX: a key that is ready to sign or to verify, for one thread at a time.</summary>
internal sealed class SafeEvpContext : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>Needed by the generated marshalling code.</summary>
    public SafeEvpContext()
        : base(ownsHandle: true)
    {
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        LibCrypto.FreeContext(handle);
        return true;
    }
}
