using Imara.Policy.Parsing;

namespace Imara.Policy.Loading;

/// <summary>One line the kernel parsed during a write.</summary>
/// <param name="Span">The line without its line feed, in the bytes written, or in the file for a write of a path.</param>
/// <param name="Verdict">The kernel's answer; the spans of its diagnostic count from the start of the line.</param>
public readonly record struct LineVerdict(SourceSpan Span, RuleVerdict Verdict);
