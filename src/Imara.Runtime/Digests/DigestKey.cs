using Imara.Linux.Files;
using Imara.Runtime.Accesses;

namespace Imara.Runtime.Digests;

/// <summary>Names one state of the content of a file.</summary>
/// <param name="File">The file.</param>
/// <param name="Changed">When content or metadata changed last.</param>
/// <param name="Size">Its size in bytes.</param>
internal readonly record struct DigestKey(InodeKey File, FileTime Changed, long Size)
{
    internal static DigestKey Of(in FileStatus status) => new(InodeKey.Of(status), status.Changed, status.Size);
}
