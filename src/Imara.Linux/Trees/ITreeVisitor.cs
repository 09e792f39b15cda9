namespace Imara.Linux.Trees;

/// <summary>Hears what one thread of a <see cref="TreeWalk"/> meets. Each thread has a visitor of its own, so that none needs a lock.</summary>
public interface ITreeVisitor
{
    /// <summary>A directory was opened; its files follow, then <see cref="Leave"/>. Directories in it are visited later, maybe by another thread.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="above">What this method returned for the directory above; 0 for a root.</param>
    /// <returns>Any number the caller wants to know at the directories in this one.</returns>
    ulong Enter(in TreeDirectory directory, ulong above);

    /// <summary>A regular file.</summary>
    void File(in TreeFile file);

    /// <summary>All files of the directory were visited.</summary>
    void Leave(in TreeDirectory directory);

    /// <summary>Something was not visited.</summary>
    /// <param name="path">What.</param>
    /// <param name="failure">Why.</param>
    /// <param name="error">What the kernel said; <see cref="Errno.None"/> where <paramref name="failure"/> is the walk's own decision.</param>
    void Failed(ReadOnlySpan<byte> path, TreeFailure failure, Errno error);
}
