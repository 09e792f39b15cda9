using System.Text.Json.Nodes;

namespace Imara.Appraisal.Archives.Oci;

/// <summary>A reference to a blob, as it stands in a document.</summary>
internal sealed class OciDescriptor
{
    private readonly JsonObject json;

    private OciDescriptor(JsonObject json, string digest, HashAlgo algo, string path, long size)
    {
        this.json = json;
        Digest = digest;
        Algo = algo;
        Path = path;
        Size = size;
        MediaType = Json.Text(json, "mediaType");
    }

    /// <summary>What the blob is; null if it does not say.</summary>
    public string? MediaType { get; }

    /// <summary>Its name.</summary>
    public string Digest { get; private set; }

    /// <summary>The algorithm of the name.</summary>
    public HashAlgo Algo { get; }

    /// <summary>Where it lies in the layout.</summary>
    public string Path { get; }

    /// <summary>Its size in bytes.</summary>
    public long Size { get; }

    /// <summary>Reads a descriptor.</summary>
    /// <exception cref="OciRefused">It is none.</exception>
    public static OciDescriptor Read(JsonNode? node, string where)
    {
        if (node is not JsonObject json || !OciDigest.TryParse(Json.Text(json, "digest"), out var algo, out var path) || Json.Number(json, "size") is not { } size || size < 0)
        {
            throw new OciRefused(new OciError(where, "a descriptor has no digest of sha256 or sha512, or no size"));
        }

        return new OciDescriptor(json, Json.Text(json, "digest")!, algo, path, size);
    }

    /// <summary>Makes it refer to another blob. A copy of the old one's content, and places to get it from, would be wrong now.</summary>
    public void Refer(OciBlob blob)
    {
        if (blob.Digest == Digest)
        {
            return;
        }

        Digest = blob.Digest;
        json["digest"] = blob.Digest;
        json["size"] = blob.Size;
        json.Remove("data");
        json.Remove("urls");
    }
}
