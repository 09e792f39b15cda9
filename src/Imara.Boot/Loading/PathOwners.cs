using System.Text;
using Imara.Linux.Files;

namespace Imara.Boot.Loading;

/// <summary>Who besides root could put another policy into the place of one.</summary>
internal static class PathOwners
{
    private const uint OthersMayWrite = 0x12; // 0022
    private const uint Sticky = 0x200;

    /// <summary>What is worth knowing of a file and of the folders above it: who may write to a folder may put another file into its place.</summary>
    /// <param name="path">The file, absolute.</param>
    /// <param name="status">Its status, as it was read.</param>
    public static IReadOnlyList<string> NotesOn(string path, FileStatus status)
    {
        var notes = new List<string>();
        Look(path, status, notes);
        for (var above = Path.GetDirectoryName(path); above is not null; above = Path.GetDirectoryName(above))
        {
            if (FileStatus.Read(Encoding.UTF8.GetBytes(above), out var folder) == Errno.None)
            {
                Look(above, folder, notes);
            }
        }

        return notes;
    }

    private static void Look(string path, FileStatus status, List<string> notes)
    {
        if (status.Uid != 0)
        {
            notes.Add($"{path} belongs to uid {status.Uid}, who can change what is enforced at the next boot");
        }

        // In a sticky folder others replace only what is theirs.
        if ((status.Mode & OthersMayWrite) != 0 && !(status.IsDirectory && (status.Mode & Sticky) != 0))
        {
            notes.Add($"{path}: others than its owner may write to it");
        }
    }
}
