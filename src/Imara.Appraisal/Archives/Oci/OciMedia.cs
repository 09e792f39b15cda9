namespace Imara.Appraisal.Archives.Oci;

/// <summary>What a descriptor says its blob is; Docker's names mean the same as those of OCI.</summary>
internal static class OciMedia
{
    /// <summary>True for a list of manifests.</summary>
    public static bool IsIndex(string? type) => type is "application/vnd.oci.image.index.v1+json" or "application/vnd.docker.distribution.manifest.list.v2+json";

    /// <summary>True for the manifest of an image, or of something else that is kept like one.</summary>
    public static bool IsManifest(string? type) => type is "application/vnd.oci.image.manifest.v1+json" or "application/vnd.docker.distribution.manifest.v2+json";

    /// <summary>True for an image configuration, which lists the digests of its layers as they are unpacked.</summary>
    public static bool IsConfig(string? type) => type is "application/vnd.oci.image.config.v1+json" or "application/vnd.docker.container.image.v1+json";

    /// <summary>True for a layer of files.</summary>
    public static bool IsLayer(string? type) => type is not null
        && (type.StartsWith("application/vnd.oci.image.layer.", StringComparison.Ordinal) || type.StartsWith("application/vnd.docker.image.rootfs.", StringComparison.Ordinal));

    /// <summary>True for what is kept in the place of a layer and holds no files, such as attestations: JSON by its type.</summary>
    public static bool IsDocument(string? type) => type is not null && (type.EndsWith("+json", StringComparison.Ordinal) || type.EndsWith("/json", StringComparison.Ordinal));

    /// <summary>How a layer is packed: true for gzip, false for not at all, null for something that is not known here.</summary>
    public static bool? IsGzip(string type) => type[(type.LastIndexOf('.') + 1)..] switch
    {
        "tar" => false,
        "tar+gzip" or "gzip" => true,
        _ => null,
    };
}
