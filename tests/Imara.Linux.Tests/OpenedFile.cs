using System.Text;
using Imara.Linux.Files;

namespace Imara.Linux.Tests;

/// <summary>A bare descriptor for one test.</summary>
internal sealed class OpenedFile : IDisposable
{
    public OpenedFile(string path, int flags = OpenFlags.ReadOnly)
    {
        Assert.Equal(Errno.None, Linux.Files.Descriptor.Open(Encoding.UTF8.GetBytes(path), flags, out var descriptor));
        Descriptor = descriptor;
    }

    public int Descriptor { get; }

    public void Dispose() => Assert.Equal(Errno.None, Linux.Files.Descriptor.Close(Descriptor));
}
