namespace Imara.Diagnostics;

/// <summary>One kind of diagnostic: a row of a table, with a page of the same id in docs/diagnostics.</summary>
/// <param name="Id">Stable id such as <c>IMA0107</c>.</param>
/// <param name="Severity">Severity unless it is changed for a run.</param>
/// <param name="Title">Short name of the kind, also the title of its page.</param>
/// <param name="MessageFormat">Lower-case message; <c>{0}</c>, <c>{1}</c> stand for the user's text, in backticks.</param>
/// <param name="Help">What to do, with the same placeholders; empty where the message says it.</param>
public sealed record DiagnosticDescriptor(string Id, DiagnosticSeverity Severity, string Title, string MessageFormat, string Help)
{
    /// <summary>A row of a table: an error.</summary>
    public static DiagnosticDescriptor Error(string id, string title, string message, string help) => new(id, DiagnosticSeverity.Error, title, message, help);

    /// <summary>A row of a table: a warning.</summary>
    public static DiagnosticDescriptor Warning(string id, string title, string message, string help) => new(id, DiagnosticSeverity.Warning, title, message, help);

    /// <summary>A row of a table: an information.</summary>
    public static DiagnosticDescriptor Info(string id, string title, string message, string help) => new(id, DiagnosticSeverity.Info, title, message, help);
}
