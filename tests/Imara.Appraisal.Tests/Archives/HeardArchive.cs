using System.Text;
using Imara.Appraisal.Archives;
using Imara.Appraisal.Labelling;

namespace Imara.Appraisal.Tests.Archives;

/// <summary>Remembers what was said.</summary>
internal sealed class HeardArchive : IArchiveListener
{
    public List<string> Lines { get; } = [];

    public void Heard(ReadOnlySpan<byte> path, in FileOutcome outcome) => Lines.Add($"{Encoding.Latin1.GetString(path)}: {outcome.Status} {outcome.Cause}".TrimEnd());

    public void Warned(ReadOnlySpan<byte> path, ArchiveWarning warning) => Lines.Add($"{Encoding.Latin1.GetString(path)}: {warning}");
}
