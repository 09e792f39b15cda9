using System.Globalization;
using Imara.Appraisal.Archives;
using Imara.Appraisal.Archives.Tar;
using Imara.Appraisal.Labelling;
using Imara.Hashing;
using Imara.Signatures;

namespace Imara.Appraisal.Tests.Archives;

/// <summary>Labels archives in memory, and tells what is in them.</summary>
internal static class Labelled
{
    public static byte[] Hash(byte[] archive, IArchiveListener? listener = null) => By(archive, () => new HashAction(HashAlgo.Sha256), listener);

    public static byte[] Clear(byte[] archive, IArchiveListener? listener = null) => By(archive, () => new ClearAction(), listener);

    public static byte[] By(byte[] archive, Func<FileAction> actions, IArchiveListener? listener = null)
    {
        Assert.True(TryBy(archive, actions, listener, out var output, out var error), error.ToString());
        return output;
    }

    public static bool TryBy(byte[] archive, Func<FileAction> actions, IArchiveListener? listener, out byte[] output, out FormatError error)
    {
        using var stream = new MemoryStream();
        var isGood = new TarLabeller(actions) { Workers = 2, Listener = listener }.TryLabel(new MemoryStream(archive), stream, out error);
        output = stream.ToArray();
        return isGood;
    }

    public static FormatError ErrorOf(byte[] archive)
    {
        Assert.False(TryBy(archive, () => new HashAction(HashAlgo.Sha256), null, out _, out var error));
        return error;
    }

    /// <summary>Walks over every entry.</summary>
    public static bool TryRead(byte[] archive, out FormatError error)
    {
        var reader = new TarReader(new MemoryStream(archive));
        while (reader.TryRead(out var entry, out error))
        {
            if (entry is null)
            {
                return true;
            }

            using var content = new Spool(entry.PaddedSize);
            if (!reader.TryReadContent(content, out error))
            {
                break;
            }
        }

        return false;
    }

    /// <summary>Name, label and whether it fits the content, of each file.</summary>
    public static List<string> Files(byte[] archive)
    {
        var files = new List<string>();
        var reader = new TarReader(new MemoryStream(archive));
        while (true)
        {
            Assert.True(reader.TryRead(out var entry, out var error), error.ToString());
            if (entry is null)
            {
                return files;
            }

            using var content = new Spool(entry.PaddedSize);
            Assert.True(reader.TryReadContent(content, out error), error.ToString());
            if (entry.Kind is TarEntryKind.File)
            {
                using var hash = KernelHash.Create(HashAlgo.Sha256);
                content.Read(entry.Size, hash.Append);
                var label = entry.Xattr(ProtectedXattrs.Ima);
                var what = label.Errno != Errno.None ? label.Errno.ToString() : label.Value.Span.SequenceEqual(ImaXattrWriter.Write(hash.Finish())) ? "right" : Convert.ToHexStringLower(label.Value.Span);
                files.Add(string.Create(CultureInfo.InvariantCulture, $"{entry.Name} {entry.Size} {what}"));
            }
        }
    }
}
