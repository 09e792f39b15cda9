using System.Text;
using Imara.Appraisal.Labelling;
using Imara.Linux.Files;

namespace Imara.Appraisal.Tests.Labelling;

/// <summary>Remembers what a labeller told.</summary>
internal sealed class Heard : ILabelListener
{
    public List<(string Path, FileOutcome Outcome)> All { get; } = [];

    public FileOutcome this[string name] => All.Single(heard => heard.Path.EndsWith("/" + name, StringComparison.Ordinal)).Outcome;

    public static Heard Run(TestMount mount, Func<FileAction> make, LabelOptions? options = null, params string[] names)
    {
        var heard = new Heard();
        var labeller = new TreeLabeller(make, options ?? new LabelOptions { Recursive = true, Jobs = 2 }, heard);
        labeller.Run(names.Length == 0 ? [mount.RootBytes] : [.. names.Select(name => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($"{mount.Root}/{name}"))], CancellationToken.None);
        Assert.Equal(heard.All.Count, labeller.Tally.Files);
        return heard;
    }

    public static byte[]? LabelOf(string path, string name = "security.ima")
    {
        var value = new byte[65536];
        var error = ExtendedAttributes.Read(Encoding.UTF8.GetBytes(path), Encoding.UTF8.GetBytes(name), value, out var length);
        Assert.True(error is Errno.None or Errno.ENODATA, error.ToString());
        return error == Errno.None ? value[..length] : null;
    }

    void ILabelListener.Heard(ReadOnlySpan<byte> path, in FileOutcome outcome) => All.Add((Encoding.UTF8.GetString(path), outcome));
}
