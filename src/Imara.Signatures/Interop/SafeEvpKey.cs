using Microsoft.Win32.SafeHandles;

namespace Imara.Signatures.Interop;

/// <summary>An EVP_PKEY of our own; the framework's are never touched.</summary>
internal sealed class SafeEvpKey : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>Needed by the generated marshalling code.</summary>
    public SafeEvpKey()
        : base(ownsHandle: true)
    {
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        LibCrypto.FreeKey(handle);
        return true;
    }
}
