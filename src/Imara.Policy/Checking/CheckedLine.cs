using Imara.Policy.Rules;

namespace Imara.Policy.Checking;

/// <summary>A rule line of a checked policy and the kernel's answer to it.</summary>
/// <param name="Source">Index of the source.</param>
/// <param name="Line">Line number in it, from 1.</param>
/// <param name="Span">The bytes the kernel parsed, from the start of the source: the line up to its line feed, a NUL or the limit of a write.</param>
/// <param name="Errno"><see cref="Imara.Errno.None"/> if the kernel takes the line.</param>
/// <param name="Rule">The rule; null if refused.</param>
/// <param name="Canonical">As it would read back; null if refused or hidden.</param>
public sealed record CheckedLine(int Source, int Line, SourceSpan Span, Errno Errno, PolicyRule? Rule, ByteString? Canonical)
{
    /// <summary>True if the kernel takes the line.</summary>
    public bool IsAccepted => Errno == Errno.None;
}
