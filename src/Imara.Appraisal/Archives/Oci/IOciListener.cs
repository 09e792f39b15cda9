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

    /// <summary>An index names a manifest that is not in the layout, as where one platform of many was saved; it stays as it is.</summary>
    /// <param name="digest">As in its descriptor.</param>
    void ManifestMissing(string digest);
}
