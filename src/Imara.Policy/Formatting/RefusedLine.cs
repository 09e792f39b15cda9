using Imara.Diagnostics;

namespace Imara.Policy.Formatting;

/// <summary>A line that is left as it is because the kernel does not take it, or not all of it.</summary>
/// <param name="Number">Line number, from 1.</param>
/// <param name="Diagnostic">Why; its span counts from the start of the text.</param>
public sealed record RefusedLine(int Number, Diagnostic Diagnostic);
