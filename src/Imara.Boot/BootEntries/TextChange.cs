using System.Text;

namespace Imara.Boot.BootEntries;

/// <summary>A part of a file and what takes its place.</summary>
internal readonly record struct TextChange(SourceSpan Where, string With)
{
    /// <summary>Makes changes; everything else stays byte for byte. Removed parts may share a blank.</summary>
    public static byte[] Apply(ReadOnlySpan<byte> text, IEnumerable<TextChange> changes)
    {
        var result = new List<byte>(text.Length);
        var at = 0;
        foreach (var change in changes.OrderBy(change => change.Where.Start))
        {
            result.AddRange(text[at..Math.Max(at, change.Where.Start)]);
            result.AddRange(Encoding.UTF8.GetBytes(change.With));
            at = Math.Max(at, change.Where.End);
        }

        result.AddRange(text[at..]);
        return [.. result];
    }
}
