using Imara.Diagnostics;
using Imara.Policy.Rules;

namespace Imara.Policy.Parsing;

/// <summary>The kernel's answer to one line.</summary>
/// <param name="Rule">The rule, where the line is one and is accepted; null for a blank line, a comment and a refused line.</param>
/// <param name="Errno"><see cref="Imara.Errno.None"/> if the line is accepted.</param>
/// <param name="Diagnostic">Why the line is refused; spans count from the start of the line.</param>
public readonly record struct RuleVerdict(PolicyRule? Rule, Errno Errno, Diagnostic? Diagnostic)
{
    /// <summary>True if the kernel takes the line: a good rule, a comment or a blank line.</summary>
    public bool IsAccepted => Errno == Errno.None;
}
