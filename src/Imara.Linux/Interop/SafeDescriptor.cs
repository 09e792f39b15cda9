using Microsoft.Win32.SafeHandles;

namespace Imara.Linux.Interop;

/// <summary>A file descriptor that is closed when nobody uses it any more.</summary>
internal sealed class SafeDescriptor : SafeHandleMinusOneIsInvalid
{
    /// <summary>Needed by the generated marshalling code.</summary>
    public SafeDescriptor()
        : base(ownsHandle: true)
    {
    }

    internal SafeDescriptor(int descriptor)
        : base(ownsHandle: true) => SetHandle(descriptor);

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Libc.Close((int)handle) == 0;
}
