using System.Collections.Immutable;
using Imara.Diagnostics;

namespace Imara.Policy.Linting;

/// <summary>How much each finding of the linter matters in a run.</summary>
public sealed class LintLevels
{
    private readonly ImmutableDictionary<string, DiagnosticSeverity?> changed;

    private LintLevels(ImmutableDictionary<string, DiagnosticSeverity?> changed, bool isOff)
    {
        this.changed = changed;
        IsOff = isOff;
    }

    /// <summary>Every finding as its kind has it.</summary>
    public static LintLevels Usual { get; } = new(ImmutableDictionary<string, DiagnosticSeverity?>.Empty, isOff: false);

    /// <summary>No findings at all.</summary>
    public bool IsOff { get; }

    /// <summary>Adds what the command line says: <c>off</c>, or <c>IMA0303=error</c> with one of error, warning, info, off. What is said later wins.</summary>
    /// <param name="text">The text.</param>
    /// <param name="levels">The levels with it.</param>
    /// <param name="error">What is wrong with the text.</param>
    public bool TryAdd(string text, out LintLevels levels, out string error)
    {
        levels = this;
        error = string.Empty;
        if (text == "off")
        {
            levels = new LintLevels(changed, isOff: true);
            return true;
        }

        var equals = text.IndexOf('=');
        var id = equals < 0 ? text : text[..equals];
        if (!LintRules.IsKnown(id))
        {
            error = $"`{id}` is the id of no lint rule; `imara explain` lists them";
            return false;
        }

        DiagnosticSeverity? level;
        switch (equals < 0 ? string.Empty : text[(equals + 1)..])
        {
            case "error":
                level = DiagnosticSeverity.Error;
                break;
            case "warning":
                level = DiagnosticSeverity.Warning;
                break;
            case "info":
                level = DiagnosticSeverity.Info;
                break;
            case "off":
                level = null;
                break;
            default:
                error = $"`{text}`: write {id}=error, {id}=warning, {id}=info or {id}=off";
                return false;
        }

        levels = new LintLevels(changed.SetItem(id, level), IsOff);
        return true;
    }

    /// <summary>The severity of a finding; null if it is not wanted.</summary>
    internal DiagnosticSeverity? Of(LintFinding finding) => changed.TryGetValue(finding.Diagnostic.Descriptor.Id, out var level) ? level : finding.Severity;

    /// <summary>True if findings of this kind are not wanted.</summary>
    internal bool IsIgnored(DiagnosticDescriptor descriptor) => IsOff || (changed.TryGetValue(descriptor.Id, out var level) && level is null);
}
