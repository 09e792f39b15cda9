using System.Text.Json.Nodes;

namespace Imara.Appraisal.Archives.Oci;

/// <summary>Follows the documents of a layout from its index down to the layers, and writes those anew in which something changed.</summary>
internal sealed class OciDocuments(OciBlobs blobs, OciLayerLabeller layers, IOciListener? listener, bool isDryRun)
{
    private const int MaxDepth = 8;
    private const string AttestedDigest = "vnd.docker.reference.digest";

    private readonly Dictionary<string, OciBlob> followed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OciBlob> replaced = new(StringComparer.Ordinal);
    private readonly HashSet<string> referred = new(StringComparer.Ordinal);

    /// <summary>Names of blobs that others have replaced, and that no document names any more.</summary>
    public IEnumerable<string> Unused => replaced.Keys.Where(d => !referred.Contains(d));

    /// <summary>Labels everything that an index leads to; true if the index changed.</summary>
    /// <exception cref="OciRefused">Something in the layout cannot be read.</exception>
    public bool Label(JsonObject index, string where, int depth = 0)
    {
        var isChanged = false;
        foreach (var node in Json.List(index, "manifests", where))
        {
            isChanged |= Follow(OciDescriptor.Read(node, where), depth);
        }

        // What attests to an image names it in an annotation.
        foreach (var node in Json.List(index, "manifests", where))
        {
            if (node is JsonObject manifest && manifest["annotations"] is JsonObject annotations && Json.Text(annotations, AttestedDigest) is { } digest
                && replaced.TryGetValue(digest, out var blob))
            {
                annotations[AttestedDigest] = blob.Digest;
                isChanged = true;
            }
        }

        Remember(index);
        return isChanged;
    }

    // True if the descriptor refers to something new.
    private bool Follow(OciDescriptor descriptor, int depth)
    {
        var isIndex = OciMedia.IsIndex(descriptor.MediaType);
        if (!isIndex && !OciMedia.IsManifest(descriptor.MediaType))
        {
            listener?.Unknown(descriptor.Digest, descriptor.MediaType, isLayer: false);
            return false;
        }

        if (!followed.TryGetValue(descriptor.Digest, out var blob))
        {
            if (!blobs.Has(descriptor))
            {
                listener?.ManifestMissing(descriptor.Digest);
                return false;
            }

            if (depth == MaxDepth)
            {
                throw new OciRefused(new OciError(descriptor.Path, $"indexes lead to each other more than {MaxDepth} times"));
            }

            var json = Json.Parse(blobs.Read(descriptor), descriptor.Path);
            blob = (isIndex ? Label(json, descriptor.Path, depth + 1) : LabelManifest(json, descriptor.Path, depth + 1))
                ? Write(json, descriptor)
                : new OciBlob(descriptor.Digest, descriptor.Size);
            followed.Add(descriptor.Digest, blob);
        }

        return Replace(descriptor, blob);
    }

    private bool LabelManifest(JsonObject manifest, string where, int depth)
    {
        var isChanged = manifest["subject"] is { } subject && Follow(OciDescriptor.Read(subject, where), depth);
        var descriptors = Json.List(manifest, "layers", where).Select(node => OciDescriptor.Read(node, where)).ToList();
        foreach (var other in descriptors.Where(d => !OciMedia.IsLayer(d.MediaType)))
        {
            if (OciMedia.IsDocument(other.MediaType))
            {
                listener?.DocumentPassed(other.Digest);
            }
            else
            {
                listener?.Unknown(other.Digest, other.MediaType, isLayer: true);
            }
        }

        if (descriptors.Exists(d => OciMedia.IsLayer(d.MediaType)))
        {
            isChanged |= LabelLayers(manifest, descriptors, where);
        }

        Remember(manifest);
        return isChanged;
    }

    private bool LabelLayers(JsonObject manifest, List<OciDescriptor> descriptors, string where)
    {
        var config = OciDescriptor.Read(manifest["config"], where);
        var json = OciMedia.IsConfig(config.MediaType) ? Json.Parse(blobs.Read(config), config.Path) : null;
        var diffIds = json is null ? null : json["rootfs"] is JsonObject rootfs ? Json.List(rootfs, "diff_ids", config.Path) : [];
        if (diffIds is not null && diffIds.Count != descriptors.Count)
        {
            throw new OciRefused(new OciError(config.Path, $"rootfs.diff_ids has {diffIds.Count} entries for {descriptors.Count} layers"));
        }

        var isChanged = false;
        for (var i = 0; i < descriptors.Count; i++)
        {
            if (!OciMedia.IsLayer(descriptors[i].MediaType))
            {
                continue;
            }

            var layer = layers.Label(descriptors[i]);
            if (diffIds is not null)
            {
                if (Json.Text(diffIds[i]) != layer.OldDiffId)
                {
                    throw new OciRefused(new OciError(config.Path, $"rootfs.diff_ids[{i}] is not the digest of that layer"));
                }

                diffIds[i] = layer.DiffId;
            }

            isChanged |= layer.DiffId != layer.OldDiffId;
            Replace(descriptors[i], layer.Blob);
        }

        if (json is not null && isChanged)
        {
            Replace(config, Write(json, config));
        }

        return isChanged;
    }

    private OciBlob Write(JsonObject json, OciDescriptor descriptor)
    {
        var bytes = Json.Write(json);
        return isDryRun ? new OciBlob(descriptor.Digest, descriptor.Size) : blobs.Write(bytes, descriptor.Algo);
    }

    private bool Replace(OciDescriptor descriptor, OciBlob blob)
    {
        if (blob.Digest == descriptor.Digest)
        {
            return false;
        }

        replaced[descriptor.Digest] = blob;
        descriptor.Refer(blob);
        return true;
    }

    // Any text of a document that looks like a digest may be a reference.
    private void Remember(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (_, member) in members)
                {
                    Remember(member);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Remember(item);
                }

                break;
            default:
                if (Json.Text(node) is { } text && OciDigest.TryParse(text, out _, out _))
                {
                    referred.Add(text);
                }

                break;
        }
    }
}
