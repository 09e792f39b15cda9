using System.Text;

namespace Imara.Aot.Tests;

/// <summary>A file that is gone with its test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public TemporaryFile(byte[] content)
    {
        Path = System.IO.Path.GetTempFileName();
        File.WriteAllBytes(Path, content);
    }

    public TemporaryFile(string content)
        : this(Encoding.UTF8.GetBytes(content))
    {
    }

    public string Path { get; }

    public void Dispose() => File.Delete(Path);
}
