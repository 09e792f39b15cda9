namespace Imara.Diagnostics;

/// <summary>How much a diagnostic matters.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Accepted, but probably not what was meant.</summary>
    Warning,

    /// <summary>Rejected.</summary>
    Error,
}
