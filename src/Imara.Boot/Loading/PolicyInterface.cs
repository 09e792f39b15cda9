using System.Text;
using Imara.Boot.Discovery;
using Imara.Boot.Machine;
using Imara.Linux.Files;

namespace Imara.Boot.Loading;

/// <summary><c>ima/policy</c> of the running kernel.</summary>
/// <param name="directory">The folder it is in.</param>
internal sealed class PolicyInterface(ImaDirectory directory) : IPolicyInterface
{
    private readonly byte[] path = Encoding.UTF8.GetBytes(directory.PolicyPath);
    private int descriptor = -1;

    /// <inheritdoc/>
    public string Name => directory.PolicyPath;

    /// <inheritdoc/>
    public PolicyFileState State => directory.PolicyState;

    /// <inheritdoc/>
    public Errno Open() => Descriptor.Open(path, OpenFlags.WriteOnly, out descriptor);

    /// <inheritdoc/>
    public Errno Write(ReadOnlySpan<byte> data, out long count) => Descriptor.Write(descriptor, data, out count);

    /// <inheritdoc/>
    public void Close()
    {
        _ = Descriptor.Close(descriptor);
        descriptor = -1;
    }

    /// <inheritdoc/>
    public Errno Read(out byte[] text) => WholeFile.Read(directory.PolicyPath, out text);
}
