using Imara.Diagnostics;
using Imara.Policy.Fixing;

namespace Imara.Policy.Checking;

/// <summary>A diagnostic and where it stands.</summary>
/// <param name="Source">Index of the source.</param>
/// <param name="Line">Line number, from 1.</param>
/// <param name="Column">Column in bytes, from 1.</param>
/// <param name="Diagnostic">The finding; its span counts from the start of the source.</param>
public sealed record CheckedDiagnostic(int Source, int Line, int Column, Diagnostic Diagnostic)
{
    /// <summary>How much it matters in this run; that of its kind unless it was changed.</summary>
    public DiagnosticSeverity Severity { get; init; } = Diagnostic.Descriptor.Severity;

    /// <summary>A safe change that ends it; null if there is none.</summary>
    public TextFix? Fix { get; init; }
}
