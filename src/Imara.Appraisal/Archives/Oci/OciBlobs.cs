using Imara.Hashing;

namespace Imara.Appraisal.Archives.Oci;

/// <summary>The blobs of a layout: read only if they are what their name says, written beside their place and taken back unless everything went well.</summary>
internal sealed class OciBlobs(string directory) : IDisposable
{
    private readonly List<string> written = [];
    private int count;

    /// <summary>Where a file of the layout is.</summary>
    public string PathOf(string relative) => Path.Combine(directory, relative);

    /// <summary>True if the blob is there.</summary>
    public bool Has(OciDescriptor descriptor) => File.Exists(PathOf(descriptor.Path));

    /// <summary>Opens a blob after reading all of it once.</summary>
    /// <exception cref="OciRefused">It is missing, or is not what its name says.</exception>
    public FileStream Open(OciDescriptor descriptor)
    {
        var file = OpenFile(descriptor.Path);
        using var hash = new HashingStream(file, descriptor.Algo);
        if (file.Length == descriptor.Size)
        {
            hash.CopyTo(Stream.Null);
        }

        if (hash.Count != descriptor.Size || hash.Finish() != descriptor.Digest)
        {
            file.Dispose();
            throw new OciRefused(new OciError(descriptor.Path, "the content is not what its digest or size says"));
        }

        file.Position = 0;
        return file;
    }

    /// <summary>Reads a document.</summary>
    /// <exception cref="OciRefused">As <see cref="Open"/>, or it is too large.</exception>
    public byte[] Read(OciDescriptor descriptor)
    {
        Cap(descriptor.Path, descriptor.Size);
        using var file = Open(descriptor);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Reads a file of the layout that has no digest.</summary>
    /// <exception cref="OciRefused">It is missing or too large.</exception>
    public byte[] Read(string relative)
    {
        using var file = OpenFile(relative);
        Cap(relative, file.Length);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Writes a document as a blob.</summary>
    public OciBlob Write(byte[] bytes, HashAlgo algo)
    {
        using var file = Begin(algo, out var path);
        file.Write(bytes);
        var blob = new OciBlob(OciDigest.Of(KernelHash.Compute(algo, bytes)), bytes.Length);
        Place(file, path, blob);
        return blob;
    }

    /// <summary>Begins a blob whose name is not known yet; then <see cref="Place"/> it or <see cref="Drop"/> it.</summary>
    public FileStream Begin(HashAlgo algo, out string path)
    {
        path = PathOf($"blobs/{HashAlgos.NameOf(algo)}/.{Environment.ProcessId}.{count++}.new");
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        written.Add(path);
        return file;
    }

    /// <summary>Gives a blob its name.</summary>
    public void Place(FileStream file, string path, OciBlob blob)
    {
        file.Flush(flushToDisk: true);
        file.Dispose();
        var place = PathOf(OciDigest.PathOf(blob.Digest));
        var isNew = !File.Exists(place);
        File.Move(path, place, overwrite: true);
        written.Remove(path);
        if (isNew)
        {
            written.Add(place);
        }
    }

    /// <summary>Removes a blob that is not needed after all.</summary>
    public void Drop(string path)
    {
        File.Delete(path);
        written.Remove(path);
    }

    /// <summary>Puts the index in its place: from now on the layout is the new one.</summary>
    public void Commit(string relative, byte[] bytes)
    {
        var path = PathOf($".{relative}.{Environment.ProcessId}.new");
        using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
        {
            written.Add(path);
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(path, PathOf(relative), overwrite: true);
        written.Clear();
    }

    /// <summary>Takes back what was written unless it was committed.</summary>
    public void Dispose()
    {
        foreach (var path in written)
        {
            File.Delete(path);
        }
    }

    private static void Cap(string where, long size)
    {
        if (size > Json.MaxSize)
        {
            throw new OciRefused(new OciError(where, $"a document of more than {Json.MaxSize} bytes"));
        }
    }

    private FileStream OpenFile(string relative)
    {
        try
        {
            return new FileStream(PathOf(relative), FileMode.Open, FileAccess.Read);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new OciRefused(new OciError(relative, "not in the layout"));
        }
    }
}
