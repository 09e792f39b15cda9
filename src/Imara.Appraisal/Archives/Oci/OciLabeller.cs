using Imara.Appraisal.Labelling;

namespace Imara.Appraisal.Archives.Oci;

/// <summary>
/// Labels the images of an OCI image layout: every layer of files that an image of <c>index.json</c> has, through nested indexes, each layer once. Layers, configurations,
/// manifests and indexes that change become new blobs, <c>index.json</c> is replaced last: until then, and if anything fails, the layout is what it was.
/// </summary>
/// <remarks>Signatures over the old manifests say nothing about the new ones. Layers are tar or tar with gzip; others are refused by their type.</remarks>
public sealed class OciLabeller
{
    private const string Index = "index.json";
    private const string Version = "oci-layout";
    private const string DockerManifest = "manifest.json";

    private readonly Func<FileAction> actions;

    /// <summary>Prepares to label.</summary>
    /// <param name="actions">Makes an action; called on each thread that decides, for each layer.</param>
    public OciLabeller(Func<FileAction> actions) => this.actions = actions;

    /// <summary>As <see cref="TarLabeller.Workers"/>.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <inheritdoc cref="TarLabeller.Filter"/>
    public FileFilter? Filter { get; init; }

    /// <summary>Counts the files of all layers.</summary>
    public LabelTally Tally { get; } = new();

    /// <inheritdoc cref="TarLabeller.Stop"/>
    public CancellationToken Stop { get; init; }

    /// <summary>Hears what becomes of layers and files.</summary>
    public IOciListener? Listener { get; init; }

    /// <summary>True: everything is read and decided, and nothing is written.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>True: blobs that were replaced and that no document names any more are removed at the end.</summary>
    public bool RemovesReplaced { get; init; }

    /// <summary>Labels one layout.</summary>
    /// <param name="directory">The folder with <c>oci-layout</c>, <c>index.json</c> and <c>blobs</c>.</param>
    /// <param name="error">Why it was refused, if the result is false; nothing was changed then.</param>
    /// <exception cref="IOException">A file could not be read or written; nothing was changed.</exception>
    /// <exception cref="UnauthorizedAccessException">As <see cref="IOException"/>.</exception>
    /// <exception cref="OperationCanceledException">Stopped; nothing was changed.</exception>
    public bool TryLabel(string directory, out OciError error)
    {
        try
        {
            Label(directory);
            error = default;
            return true;
        }
        catch (OciRefused refused)
        {
            error = refused.Error;
            return false;
        }
    }

    private void Label(string directory)
    {
        using var blobs = new OciBlobs(directory);
        if (Json.Text(Json.Parse(blobs.Read(Version), Version), "imageLayoutVersion") != "1.0.0")
        {
            throw new OciRefused(new OciError(Version, "imageLayoutVersion is not 1.0.0"));
        }

        // It names layers and the configuration by itself, and some programs read it first.
        if (blobs.Has(DockerManifest))
        {
            throw new OciRefused(new OciError(DockerManifest, "this second list of images, made by `docker save`, would still name the old ones: remove it first"));
        }

        var index = Json.Parse(blobs.Read(Index), Index);
        var layers = new OciLayerLabeller(blobs, new TarLabeller(actions) { Workers = Workers, Filter = Filter, Tally = Tally, Listener = Listener, Stop = Stop, IsLayer = true }, Listener, IsDryRun);
        var documents = new OciDocuments(blobs, layers, Listener, IsDryRun);
        if (!documents.Label(index, Index) || IsDryRun)
        {
            return;
        }

        blobs.Commit(Index, Json.Write(index));
        if (RemovesReplaced)
        {
            foreach (var digest in documents.Unused)
            {
                blobs.Remove(digest);
            }
        }
    }
}
