using System.Text;
using Imara.Failures;
using Imara.Hashing;
using Imara.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Imara.Appraisal.Archives.Oci;

/// <summary>The blobs of a layout: read only if they are what their name says, written beside their place and taken back unless everything went well.</summary>
/// <remarks>Its folders are opened once, and no link in them is followed: whoever owns a layout decides where its names lead.</remarks>
internal sealed class OciBlobs : IDisposable
{
    private const int UsualMode = 0x1B6; // 0666, before the umask

    private readonly string directory;
    private readonly OpenFolder root;
    private readonly Dictionary<HashAlgo, OpenFolder> folders = [];
    private readonly List<(OpenFolder Folder, byte[] Name)> written = [];
    private OpenFolder? blobs;

    /// <summary>Opens a layout.</summary>
    /// <param name="directory">Its folder.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public OciBlobs(string directory)
    {
        this.directory = directory;
        var error = OpenFolder.Open(Encoding.UTF8.GetBytes(directory), out var open);
        root = error == Errno.None ? open! : throw IoErrors.Make(directory, error);
    }

    /// <summary>True if the layout itself has a name.</summary>
    public bool Has(string name) => root.StatusOf(Encoding.UTF8.GetBytes(name), out _) == Errno.None;

    /// <summary>True if the blob is there.</summary>
    /// <exception cref="OciRefused">Its folder is none.</exception>
    public bool Has(OciDescriptor descriptor)
    {
        var error = Find(descriptor.Algo, out var folder);
        return error switch
        {
            Errno.None => folder!.StatusOf(NameOf(descriptor.Digest), out _) == Errno.None,
            Errno.ENOENT => false,
            _ => throw Refused(descriptor.Path, error),
        };
    }

    /// <summary>Opens a blob after reading all of it once.</summary>
    /// <exception cref="OciRefused">It is missing, is no regular file, or is not what its name says.</exception>
    public FileStream Open(OciDescriptor descriptor)
    {
        var error = Find(descriptor.Algo, out var folder);
        var file = error == Errno.None ? OpenFile(folder!, NameOf(descriptor.Digest), descriptor.Path) : throw Refused(descriptor.Path, error);
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
    /// <exception cref="OciRefused">It is missing, is no regular file, or is too large.</exception>
    public byte[] Read(string name)
    {
        var error = WholeFile.Read(root.Descriptor, Encoding.UTF8.GetBytes(name), Json.MaxSize, ReadOptions.NoFollow, out var content, out _);
        return error == Errno.None ? content : throw Refused(name, error);
    }

    /// <summary>Writes a document as a blob.</summary>
    public OciBlob Write(byte[] bytes, HashAlgo algo)
    {
        using var made = Begin(algo);
        made.Stream.Write(bytes);
        var blob = new OciBlob(OciDigest.Of(KernelHash.Compute(algo, bytes)), bytes.Length);
        Place(made, algo, blob);
        return blob;
    }

    /// <summary>Begins a blob whose name is not known yet; then <see cref="Place"/> it or dispose of it.</summary>
    public Replacement Begin(HashAlgo algo)
    {
        var error = Find(algo, out var folder);
        Replacement? made = null;
        error = error == Errno.None ? Replacement.Begin(folder!.Descriptor, default, out made, UsualMode) : error;
        return error == Errno.None ? made! : throw Failed($"blobs/{HashAlgos.NameOf(algo)}", error);
    }

    /// <summary>Gives a blob its name.</summary>
    public void Place(Replacement made, HashAlgo algo, OciBlob blob)
    {
        var name = NameOf(blob.Digest);
        var folder = folders[algo];
        var isNew = folder.StatusOf(name, out _) == Errno.ENOENT;
        var error = made.Place(name);
        if (isNew && error == Errno.None)
        {
            written.Add((folder, name));
        }

        if (error != Errno.None)
        {
            throw Failed(OciDigest.PathOf(blob.Digest), error);
        }
    }

    /// <summary>Puts the index in its place: from now on the layout is the new one.</summary>
    public void Commit(string name, byte[] bytes)
    {
        var error = Replacement.Put(root.Descriptor, Encoding.UTF8.GetBytes(name), bytes, UsualMode);
        if (error != Errno.None)
        {
            throw Failed(name, error);
        }

        written.Clear();
    }

    /// <summary>Removes a blob.</summary>
    /// <param name="digest">A well-formed name.</param>
    public void Remove(string digest)
    {
        OpenFolder? folder = null;
        var error = OciDigest.TryParse(digest, out var algo, out _) ? Find(algo, out folder) : Errno.EINVAL;
        error = error == Errno.None ? folder!.Remove(NameOf(digest)) : error;
        if (error is not (Errno.None or Errno.ENOENT))
        {
            throw Failed(OciDigest.PathOf(digest), error);
        }
    }

    /// <summary>Takes back what was written unless it was committed.</summary>
    public void Dispose()
    {
        foreach (var (folder, name) in written)
        {
            _ = folder.Remove(name);
        }

        foreach (var folder in folders.Values)
        {
            folder.Dispose();
        }

        blobs?.Dispose();
        root.Dispose();
    }

    private static void Cap(string where, long size)
    {
        if (size > Json.MaxSize)
        {
            throw Refused(where, Errno.EFBIG);
        }
    }

    private static OciRefused Refused(string where, Errno error) => new(new OciError(where, error switch
    {
        Errno.ENOENT => "not in the layout",
        Errno.EFBIG => $"a document of more than {Json.MaxSize} bytes",
        Errno.EISDIR or Errno.EINVAL or Errno.ELOOP => "no regular file",
        Errno.ENOTDIR => "a link or a file stands where a folder of the layout should be",
        _ => IoErrors.TextOf(error),
    }));

    private static byte[] NameOf(string digest) => Encoding.ASCII.GetBytes(digest[(digest.IndexOf(':', StringComparison.Ordinal) + 1)..]);

    private static FileStream OpenFile(OpenFolder folder, byte[] name, string relative)
    {
        var error = WholeFile.Open(folder.Descriptor, name, ReadOptions.NoFollow, out var descriptor, out _);
        return error == Errno.None ? new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Read) : throw Refused(relative, error);
    }

    private ToldIOException Failed(string relative, Errno error) => IoErrors.Make(Path.Combine(directory, relative), error);

    private Errno Find(HashAlgo algo, out OpenFolder? folder)
    {
        if (folders.TryGetValue(algo, out folder))
        {
            return Errno.None;
        }

        var error = blobs is null ? root.OpenBelow("blobs"u8, out blobs) : Errno.None;
        error = error == Errno.None ? blobs!.OpenBelow(Encoding.ASCII.GetBytes(HashAlgos.NameOf(algo)), out folder) : error;
        if (error == Errno.None)
        {
            folders.Add(algo, folder!);
        }

        return error;
    }
}
