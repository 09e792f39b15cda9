using Imara.Diagnostics;

namespace Imara.Boot.Checking;

/// <summary>One thing that the preflight found.</summary>
/// <param name="Kind">What kind of finding it is; its id has a page in docs/diagnostics.</param>
/// <param name="Topic">What it is about.</param>
/// <param name="Means">What it alone makes of the load; <see cref="PreflightVerdict.Safe"/> for a note.</param>
/// <param name="Subject">The file, key or place in the policy; empty for the whole.</param>
/// <param name="Message">What is wrong, lower case.</param>
/// <param name="Help">What to do; empty where nothing is to be done.</param>
public sealed record PreflightFinding(DiagnosticDescriptor Kind, PreflightTopic Topic, PreflightVerdict Means, string Subject, string Message, string Help)
{
    /// <summary>How grave it is: a note, a doubt, or a load that must not happen.</summary>
    public DiagnosticSeverity Severity => Means switch
    {
        PreflightVerdict.Safe => DiagnosticSeverity.Info,
        PreflightVerdict.Unproven => DiagnosticSeverity.Warning,
        _ => DiagnosticSeverity.Error,
    };

    /// <summary>A finding with the texts of its kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="topic">What it is about.</param>
    /// <param name="means">What it makes of the load.</param>
    /// <param name="subject">The file, key or place.</param>
    /// <param name="arguments">What stands for the placeholders of the kind.</param>
    public static PreflightFinding Of(DiagnosticDescriptor kind, PreflightTopic topic, PreflightVerdict means, string subject, params ReadOnlySpan<string> arguments)
    {
        var text = Diagnostic.At(kind, default, arguments);
        return new PreflightFinding(kind, topic, means, subject, text.Message, text.Help);
    }
}
