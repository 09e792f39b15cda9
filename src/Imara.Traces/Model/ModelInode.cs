using Imara.Engine.Files;
using Imara.Hashing;
using Imara.Signatures;
using Imara.Traces.KnownData;
using Imara.Traces.Scenarios;

namespace Imara.Traces.Model;

/// <summary>One inode: what it holds and who has it open.</summary>
internal sealed class ModelInode(ModelFileSystem fileSystem, ulong number, ushort mode)
{
    private readonly Dictionary<HashAlgo, Digest> digests = [];
    private byte[]? content = [];
    private ulong? recordedCookie;
    private bool isCookieAsked;

    public ModelFileSystem FileSystem { get; } = fileSystem;

    public InodeKey Key { get; } = new(fileSystem.Number, number);

    public ushort Mode { get; set; } = mode;

    public uint Uid { get; set; }

    public uint Gid { get; set; }

    /// <summary>Counts changes of content or attributes.</summary>
    public ulong Cookie { get; private set; } = fileSystem.IsMemory ? 0ul : 1;

    public Dictionary<string, byte[]> Xattrs { get; } = new(StringComparer.Ordinal);

    public int Readers { get; set; }

    public int Writers { get; set; }

    /// <summary>Shared mappings through descriptors that may write.</summary>
    public int WritableMappings { get; set; }

    /// <summary>Algorithm of fs-verity, once it is enabled.</summary>
    public HashAlgo? VerityAlgo { get; set; }

    public string? LinkTarget { get; init; }

    /// <summary>A file of which only digests are known.</summary>
    public KnownFile? Known { get; private set; }

    /// <summary>The file below, on an overlay.</summary>
    public ModelInode? Real { get; set; }

    /// <summary>A file of a recorded run: operations say how it is, and only some digests are known.</summary>
    public bool IsRecorded { get; init; }

    /// <summary>The change cookie as a look at it finds it; null where changes cannot be seen.</summary>
    public ulong? ChangeCookie => IsRecorded ? recordedCookie : FileSystem.HasCookies ? Cookie : null;

    /// <summary>Asks for the change cookie to keep it: the next write will move it.</summary>
    public ulong? AskCookie()
    {
        isCookieAsked = true;
        return ChangeCookie;
    }

    /// <summary>Attributes, or the size by itself, were changed.</summary>
    public void CountChange()
    {
        Cookie++;
        isCookieAsked = false;
    }

    public bool IsDirectory => (Mode & 0xf000) == 0x4000;

    public bool IsRegular => (Mode & 0xf000) == 0x8000;

    /// <summary>The content; null where it is not known.</summary>
    public byte[]? Content => content;

    public ulong Size => content is null ? Known?.Size ?? 0 : (ulong)content.Length;

    public void SetContent(byte[] value)
    {
        content = value;
        Known = null;
        digests.Clear();
        CountChange();
    }

    /// <summary>The content after a write(2).</summary>
    public void WriteContent(byte[] value)
    {
        content = value;
        Known = null;
        digests.Clear();
        CountWrite();
    }

    public void SetKnown(KnownFile known)
    {
        content = known.Content;
        Known = known;
        digests.Clear();
        CountChange();
    }

    /// <summary>Takes the state that a recording of a run gives.</summary>
    public void Learn(TraceTarget target)
    {
        if (target.HasState)
        {
            (Mode, Uid, Gid) = (target.Mode ?? Mode, target.Uid, target.Gid);
        }

        (Readers, Writers) = (target.Readers, target.Writers);
        recordedCookie = target.Cookie;
        if (target.HasXattrs)
        {
            Xattrs.Clear();
            foreach (var (name, value) in target.Xattrs)
            {
                Xattrs[name] = value;
            }
        }

        var isNew = Known is null;
        content = null;
        Known = new KnownFile
        {
            Path = target.HasState ? target.Path : Known?.Path ?? string.Empty,
            Size = target.HasState ? target.Size : Known?.Size ?? 0,
            Mode = Mode,
            Digests = isNew || target.Digests.Count > 0 ? target.Digests : Known!.Digests,
            FsVerity = isNew || target.FsVerity.Count > 0 ? target.FsVerity : Known!.FsVerity,
        };
    }

    /// <summary>Takes over content from another file.</summary>
    public void CopyFrom(ModelInode source)
    {
        content = source.content;
        Known = source.Known;
        digests.Clear();
        CountWrite();
    }

    /// <summary>Takes over the extended attributes of another file.</summary>
    public void CopyAttributesOf(ModelInode source)
    {
        foreach (var (name, value) in source.Xattrs)
        {
            Xattrs[name] = value;
        }
    }

    public Digest? Hash(HashAlgo algo)
    {
        if (content is null)
        {
            return Known?.Digests.GetValueOrDefault(algo) ?? (IsRecorded ? throw Missing(algo) : null);
        }

        if (!digests.TryGetValue(algo, out var digest) && KernelHash.IsSupported(algo))
        {
            digests[algo] = digest = KernelHash.Compute(algo, content);
        }

        return digest;
    }

    public Digest? Verity()
    {
        if (IsRecorded)
        {
            return Known?.FsVerity.Values.FirstOrDefault();
        }

        if (VerityAlgo is not { } algo)
        {
            return null;
        }

        if (content is null)
        {
            return Known?.FsVerity.GetValueOrDefault(algo);
        }

        using var verity = new VerityDigest(algo == HashAlgo.Sha512 ? Signatures.VerityAlgo.Sha512 : Signatures.VerityAlgo.Sha256);
        verity.Append(content);
        return verity.Finish();
    }

    private void CountWrite()
    {
        if (FileSystem.CountsUnaskedWrites || isCookieAsked)
        {
            CountChange();
        }
    }

    private TraceFailure Missing(HashAlgo algo) =>
        new($"the recording has no {HashAlgos.NameOf(algo)} digest of `{PathText.Encode(Known?.Path ?? string.Empty)}`: no rule of the run asked for it then");
}
