using Imara.Appraisal.Archives.Tar;

namespace Imara.Appraisal.Archives;

/// <summary>Looks at the names of an archive as they go by: names that leave the folder, links to files that did not come.</summary>
internal sealed class ArchiveNames(IArchiveListener? listener)
{
    // 64 bits of each name: two names that fall together cost a warning, and no label.
    private readonly HashSet<ulong> files = [];

    /// <summary>A name without the parts that mean "here".</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> name)
    {
        while (name.StartsWith("./"u8) || name.StartsWith("/"u8))
        {
            name = name[(name[0] == '.' ? 2 : 1)..];
        }

        return name;
    }

    /// <summary>True for a file of a layer that says what is gone.</summary>
    public static bool IsWhiteout(ReadOnlySpan<byte> name) => name[(name.LastIndexOf((byte)'/') + 1)..].StartsWith(".wh."u8);

    /// <summary>Takes the next entry.</summary>
    public void Add(TarEntry entry)
    {
        if (listener is null || entry.Kind == TarEntryKind.Global)
        {
            return;
        }

        if (LeavesFolder(entry.Name.Span))
        {
            listener.Warned(entry.Name.Span, ArchiveWarning.NameLeavesFolder);
        }

        if (entry.Kind == TarEntryKind.HardLink && !files.Contains(KeyOf(entry.LinkName.Span)))
        {
            listener.Warned(entry.Name.Span, ArchiveWarning.LinkTargetMissing);
        }
        else if (entry.Kind != TarEntryKind.NoFile)
        {
            files.Add(KeyOf(entry.Name.Span));
        }
    }

    private static bool LeavesFolder(ReadOnlySpan<byte> name)
    {
        if (name.StartsWith("/"u8))
        {
            return true;
        }

        foreach (var part in name.Split((byte)'/'))
        {
            if (name[part].SequenceEqual(".."u8))
            {
                return true;
            }
        }

        return false;
    }

    // FNV-1a.
    private static ulong KeyOf(ReadOnlySpan<byte> name)
    {
        var key = 14695981039346656037;
        foreach (var b in Trim(name))
        {
            key = (key ^ b) * 1099511628211;
        }

        return key;
    }
}
