using System.Text;
using Imara.Linux.Trees;

namespace Imara.Linux.Tests.Trees;

/// <summary>Writes down what a walk meets, and does something at a file if told so.</summary>
internal sealed class Visitor(Action<string>? atFile = null) : ITreeVisitor
{
    public List<string> Files { get; } = [];

    public List<(ulong Device, ulong Inode, uint Links)> Inodes { get; } = [];

    public List<(string Path, TreeFailure Failure, Errno Error)> Failures { get; } = [];

    public int Directories { get; private set; }

    public Dictionary<string, ulong> States { get; } = [];

    public ulong Enter(in TreeDirectory directory, ulong above)
    {
        Directories++;
        States[Encoding.Latin1.GetString(directory.Path)] = above;
        return above + 1;
    }

    public void File(in TreeFile file)
    {
        var path = Encoding.Latin1.GetString(file.Path);
        Files.Add(path);
        Inodes.Add((file.Status.Device, file.Status.Inode, file.Status.Links));
        atFile?.Invoke(path);
    }

    public void Leave(in TreeDirectory directory)
    {
    }

    public void Failed(ReadOnlySpan<byte> path, TreeFailure failure, Errno error) => Failures.Add((Encoding.Latin1.GetString(path), failure, error));
}
