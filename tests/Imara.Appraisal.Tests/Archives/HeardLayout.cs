using Imara.Appraisal.Archives;
using Imara.Appraisal.Archives.Oci;
using Imara.Appraisal.Labelling;

namespace Imara.Appraisal.Tests.Archives;

/// <summary>Remembers what was said.</summary>
internal sealed class HeardLayout : IOciListener
{
    private readonly HeardArchive files = new();

    public List<string> Lines => files.Lines;

    public void Heard(ReadOnlySpan<byte> path, in FileOutcome outcome) => files.Heard(path, outcome);

    public void Warned(ReadOnlySpan<byte> path, ArchiveWarning warning) => files.Warned(path, warning);

    public void LayerBegins(string digest) => Lines.Add("begin");

    public void LayerEnds(string digest, string? labelled) => Lines.Add(labelled is null ? "end: would change" : labelled == digest ? "end: same" : "end: changed");

    public void Unknown(string digest, string? mediaType, bool isLayer) => Lines.Add($"unknown {(isLayer ? "layer" : "manifest")} {mediaType ?? "(none)"}");

    public void DocumentPassed(string digest) => Lines.Add("document");

    public void ManifestMissing(string digest) => Lines.Add($"missing {digest[..10]}");
}
