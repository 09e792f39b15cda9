namespace Imara.Appraisal.Archives.Oci;

/// <summary>Hears what becomes of an image layout; files are told between the beginning and the end of their layer.</summary>
public interface IOciListener : IArchiveListener
{
    /// <summary>A layer is begun.</summary>
    /// <param name="digest">As in its descriptor, such as <c>sha256:e3b0..</c>.</param>
    void LayerBegins(string digest);

    /// <summary>A layer is done.</summary>
    /// <param name="digest">What it was.</param>
    /// <param name="labelled">What it is now; the same if nothing was to be changed, null in a dry run that would change it.</param>
    void LayerEnds(string digest, string? labelled);

    /// <summary>Something of a type that is not known here, so that nobody can say whether it holds files; it stays as it is.</summary>
    /// <param name="digest">As in its descriptor.</param>
    /// <param name="mediaType">Its type; null if it has none.</param>
    /// <param name="isLayer">It stands among the layers of a manifest; else among the manifests of an index.</param>
    void Unknown(string digest, string? mediaType, bool isLayer);

    /// <summary>A document stands in the place of a layer, such as an attestation: it holds no files.</summary>
    /// <param name="digest">As in its descriptor.</param>
    void DocumentPassed(string digest);

    /// <summary>An index names a manifest that is not in the layout, as where one platform of many was saved; it stays as it is.</summary>
    /// <param name="digest">As in its descriptor.</param>
    void ManifestMissing(string digest);
}
