using System.Collections.Immutable;
using System.Text;

namespace Imara.Diagnostics;

/// <summary>One finding in a source text: data, not prose; the text is made when asked for.</summary>
/// <param name="Descriptor">The kind.</param>
/// <param name="Span">The bytes it is about, from the start of the source.</param>
/// <param name="Arguments">Texts for the placeholders of the descriptor, in order.</param>
public sealed record Diagnostic(DiagnosticDescriptor Descriptor, SourceSpan Span, ImmutableArray<string> Arguments)
{
    /// <summary>The descriptor's message with the arguments filled in.</summary>
    public string Message => Fill(Descriptor.MessageFormat);

    /// <summary>The descriptor's help with the arguments filled in; may be empty.</summary>
    public string Help => Fill(Descriptor.Help);

    /// <summary>A diagnostic of kind <paramref name="descriptor"/> at <paramref name="span"/>.</summary>
    public static Diagnostic At(DiagnosticDescriptor descriptor, SourceSpan span, params ReadOnlySpan<string> arguments) =>
        new(descriptor, span, [.. arguments]);

    private string Fill(string format)
    {
        var text = new StringBuilder(format.Length + 32);
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] == '{' && i + 2 < format.Length && format[i + 2] == '}' && char.IsAsciiDigit(format[i + 1]))
            {
                var index = format[i + 1] - '0';
                text.Append(index < Arguments.Length ? Arguments[index] : string.Empty);
                i += 2;
            }
            else
            {
                text.Append(format[i]);
            }
        }

        return text.ToString();
    }
}
