using Imara.Appraisal.Archives.Manifests;
using Imara.Appraisal.Labelling;

namespace Imara.Cli.Verbs.Files;

/// <summary>Writes a line of a manifest for each file that is to get labels, and tells the files as usual.</summary>
/// <param name="manifest">The manifest.</param>
/// <param name="root">The path that the image is made from; names begin below it.</param>
/// <param name="files">Tells the files.</param>
/// <param name="tally">Counts them.</param>
internal sealed class ManifestListener(XattrManifest manifest, byte[] root, FileReport files, LabelTally tally) : ILabelListener
{
    /// <inheritdoc/>
    public void Heard(ReadOnlySpan<byte> path, in FileOutcome outcome)
    {
        var name = path.StartsWith(root) && path.Length > root.Length ? path[root.Length..].TrimStart((byte)'/') : path[(path.LastIndexOf((byte)'/') + 1)..];
        var told = manifest.TryAdd(name, outcome) ? outcome : new FileOutcome(FileStatusWord.Failed, "not-in-this-format");
        tally.Add(told.Status);
        files.Heard(path, told);
    }
}
