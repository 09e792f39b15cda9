using Imara.Appraisal.Labelling;

namespace Imara.Appraisal.Archives;

/// <summary>Hears what becomes of the files of an archive, in the order of the archive and on the thread that labels it.</summary>
/// <remarks>
/// Files are told by the name that they have in the archive. Beside the causes of the action there are, with <see cref="FileStatusWord.Failed"/>, <c>sparse-file</c>,
/// <c>unknown-entry-type</c>, <c>global-header</c> (the label to remove stands in a header for all files) and <c>header-too-long</c>.
/// </remarks>
public interface IArchiveListener : ILabelListener
{
    /// <summary>Something is to be known about an entry.</summary>
    /// <param name="path">The name in the archive, raw bytes.</param>
    /// <param name="warning">What.</param>
    void Warned(ReadOnlySpan<byte> path, ArchiveWarning warning);
}
