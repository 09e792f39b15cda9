using System.IO.Compression;
using Imara.Compression;

namespace Imara.Appraisal.Archives.Oci;

/// <summary>Labels single layers; each once, however many images have it.</summary>
internal sealed class OciLayerLabeller(OciBlobs blobs, TarLabeller labeller, IOciListener? listener, bool isDryRun)
{
    private readonly Dictionary<string, OciLayer> done = new(StringComparer.Ordinal);

    /// <summary>Labels a layer and writes it, if that changes anything, as a new blob packed as the old one was.</summary>
    /// <exception cref="OciRefused">It cannot be read.</exception>
    public OciLayer Label(OciDescriptor descriptor)
    {
        if (done.TryGetValue(descriptor.Digest, out var layer))
        {
            return layer;
        }

        if (OciMedia.IsGzip(descriptor.MediaType!) is not { } isGzip)
        {
            throw new OciRefused(new OciError(descriptor.Path, $"layers of type {descriptor.MediaType} are not supported: tar and tar+gzip are"));
        }

        listener?.LayerBegins(descriptor.Digest);
        using var file = blobs.Open(descriptor);
        layer = Label(descriptor, file, isGzip);
        listener?.LayerEnds(descriptor.Digest, isDryRun && layer.DiffId != layer.OldDiffId ? null : layer.Blob.Digest);
        done.Add(descriptor.Digest, layer);
        return layer;
    }

    private OciLayer Label(OciDescriptor descriptor, FileStream file, bool isGzip)
    {
        using var unpacked = isGzip ? new GunzippedStream(file) : (Stream)file;
        using var before = new HashingStream(unpacked, HashAlgo.Sha256);
        using var made = isDryRun ? null : blobs.Begin(descriptor.Algo);
        using var named = new HashingStream(made?.Stream ?? Stream.Null, descriptor.Algo);
        using var gzip = isGzip && !isDryRun ? new GZipStream(named, CompressionLevel.Optimal, leaveOpen: true) : null;
        using var after = new HashingStream(gzip ?? (Stream)named, HashAlgo.Sha256);
        try
        {
            if (!labeller.TryLabel(before, after, out var error))
            {
                throw new OciRefused(new OciError(descriptor.Path, error.ToString()));
            }
        }
        catch (DamagedDataException)
        {
            throw new OciRefused(new OciError(descriptor.Path, "the gzip stream is damaged"));
        }

        // The last piece is packed only now.
        gzip?.Dispose();
        var (oldDiffId, diffId) = (before.Finish(), after.Finish());
        var blob = new OciBlob(descriptor.Digest, descriptor.Size);
        if (made is not null && diffId != oldDiffId)
        {
            blob = new OciBlob(named.Finish(), named.Count);
            blobs.Place(made, descriptor.Algo, blob);
        }

        return new OciLayer(blob, oldDiffId, diffId);
    }
}
