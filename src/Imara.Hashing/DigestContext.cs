using Microsoft.Win32.SafeHandles;

namespace Imara.Hashing;

/// <summary>A context of libcrypto that is freed when nobody uses it any more.</summary>
internal sealed class DigestContext : SafeHandleZeroOrMinusOneIsInvalid
{
    internal DigestContext(nint context)
        : base(ownsHandle: true) => SetHandle(context);

    /// <summary>The context; whoever uses it keeps this object alive.</summary>
    internal nint Value => handle;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        EvpDigests.FreeContext(handle);
        return true;
    }
}
