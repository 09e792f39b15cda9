using System.Collections.Immutable;
using Imara.Diagnostics;
using Imara.Policy.Rules;
using Imara.Policy.Syntax;

namespace Imara.Policy.Checking;

/// <summary>The result of checking one or more policy files as one load.</summary>
/// <param name="Sources">The files, in order.</param>
/// <param name="IsAccepted">The kernel would make it the policy.</param>
/// <param name="Lines">Every rule line, good or bad.</param>
/// <param name="Diagnostics">Findings in the order of the text.</param>
public sealed record PolicyCheck(
    ImmutableArray<PolicySource> Sources, bool IsAccepted, ImmutableArray<CheckedLine> Lines, ImmutableArray<CheckedDiagnostic> Diagnostics)
{
    /// <summary>How many findings more there are than <see cref="Diagnostics"/> describes: a file of garbage could make millions.</summary>
    public int Undescribed { get; init; }

    /// <summary>The sources cut into lines.</summary>
    internal ImmutableArray<PolicySyntax> Syntaxes { get; init; } = [];

    /// <summary>The rules taken, in order.</summary>
    public ImmutableArray<PolicyRule> Rules => [.. Lines.Select(line => line.Rule).OfType<PolicyRule>()];

    /// <summary>True if a diagnostic of this severity or worse was made.</summary>
    public bool Has(DiagnosticSeverity severity) => Diagnostics.Any(d => d.Severity >= severity);
}
