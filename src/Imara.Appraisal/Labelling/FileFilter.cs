using Imara.Linux.Files;

namespace Imara.Appraisal.Labelling;

/// <summary>Which files count. A file counts if an include pattern names it, or there is none, and no exclude pattern does; and if its owner is wanted.</summary>
/// <param name="include">Patterns.</param>
/// <param name="exclude">Patterns; one that names a directory leaves out all below it.</param>
/// <param name="owner">Owner that files must have; null: any.</param>
/// <param name="group">Group that files must have; null: any.</param>
public sealed class FileFilter(IReadOnlyList<PathPattern> include, IReadOnlyList<PathPattern> exclude, uint? owner = null, uint? group = null)
{
    /// <summary>True if the owner and group are wanted.</summary>
    internal bool Wants(in FileStatus status) => (owner is null || status.Uid == owner) && (group is null || status.Gid == group);

    /// <summary>True if the names are wanted.</summary>
    /// <param name="below">The path below the root.</param>
    internal bool Wants(ReadOnlySpan<byte> below) => (include.Count == 0 || Any(include, below)) && !Any(exclude, below);

    /// <summary>True if everything below a directory is left out.</summary>
    internal bool Excludes(ReadOnlySpan<byte> below) => Any(exclude, below);

    /// <summary>True if a file of an archive is wanted: by its name, the directories in it, its owner and group.</summary>
    /// <param name="name">The name below the root of the archive.</param>
    /// <param name="uid">Owner.</param>
    /// <param name="gid">Group.</param>
    internal bool WantsEntry(ReadOnlySpan<byte> name, uint uid, uint gid)
    {
        for (var at = 0; at < name.Length; at++)
        {
            if (name[at] == '/' && Excludes(name[..at]))
            {
                return false;
            }
        }

        return Wants(name) && (owner is null || uid == owner) && (group is null || gid == group);
    }

    private static bool Any(IReadOnlyList<PathPattern> patterns, ReadOnlySpan<byte> below)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Matches(below))
            {
                return true;
            }
        }

        return false;
    }
}
