using Imara.Diagnostics;
using Imara.Policy.Fixing;

namespace Imara.Policy.Linting;

/// <summary>What a lint rule found.</summary>
/// <param name="Source">Index of the source.</param>
/// <param name="Diagnostic">The finding; its span counts from the start of the source.</param>
internal sealed record LintFinding(int Source, Diagnostic Diagnostic)
{
    /// <summary>A safe change that ends it; null if there is none.</summary>
    public TextFix? Fix { get; init; }

    /// <summary>Severity where it matters less than its kind does in general.</summary>
    public DiagnosticSeverity Severity { get; init; } = Diagnostic.Descriptor.Severity;
}
