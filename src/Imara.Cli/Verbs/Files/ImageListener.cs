using System.Text;
using Imara.Appraisal.Archives;
using Imara.Appraisal.Archives.Oci;
using Imara.Appraisal.Labelling;
using Imara.Cli.Output;

namespace Imara.Cli.Verbs.Files;

/// <summary>Tells the files of an image as those of a tree, and beside them its layers and what is odd about its names.</summary>
internal sealed class ImageListener(FileReport files, Report report) : IOciListener
{
    private const string Archive = "the archive";
    private string layer = Archive;

    /// <inheritdoc/>
    public void Heard(ReadOnlySpan<byte> path, in FileOutcome outcome) => files.Heard(path, outcome);

    /// <inheritdoc/>
    public void Warned(ReadOnlySpan<byte> path, ArchiveWarning warning) => report.Note($"{(path.IsEmpty ? layer : ByteString.Display(path))}: " + warning switch
    {
        ArchiveWarning.EndMissing => $"ends without the two zero blocks that end an archive; {(layer == Archive ? "nothing says whether it is whole" : "its digest says that it is whole")}",
        ArchiveWarning.NameLeavesFolder => "the name leads out of the folder that it is unpacked in",
        _ => "a hard link to a file that did not come before it: its label is where that file is",
    });

    /// <inheritdoc/>
    public void LayerBegins(string digest)
    {
        layer = digest;
        if (report.Format == OutputFormat.Json)
        {
            report.Json(json => json.WriteString("layer"u8, digest));
        }
        else
        {
            report.Detail($"layer {digest}");
        }
    }

    /// <inheritdoc/>
    public void LayerEnds(string digest, string? labelled)
    {
        if (report.Format == OutputFormat.Json)
        {
            report.Json(json =>
            {
                json.WriteString("layer"u8, digest);
                json.WriteString("labelled"u8, labelled);
            });
        }
        else if (labelled is not null && labelled != digest)
        {
            report.Detail($"layer {digest} is now {labelled}");
        }
    }

    /// <inheritdoc/>
    public void Unknown(string digest, string? mediaType, bool isLayer)
    {
        files.NotLookedAt();
        report.Error($"{digest}: not looked at: {(isLayer ? "a layer" : "a manifest")} {(mediaType is null ? "without a media type" : $"of the unknown type `{ByteString.Display(Encoding.UTF8.GetBytes(mediaType))}`")}");
    }

    /// <inheritdoc/>
    public void DocumentPassed(string digest)
    {
        files.LeftOut("document");
        report.Detail($"{digest}: a document in the place of a layer, without files");
    }

    /// <inheritdoc/>
    public void ManifestMissing(string digest)
    {
        files.NotLookedAt();
        report.Error($"{digest}: this manifest is not in the layout, and its layers are not labelled");
    }
}
