namespace Imara.Cli.Output;

/// <summary>A table with a column for each kernel.</summary>
/// <param name="kernels">Their names.</param>
internal sealed class KernelMatrix(IReadOnlyList<string> kernels)
{
    private const string Gap = "  ";
    private readonly List<(string Label, IReadOnlyList<(string Text, Paint? Paint)> Cells)> rows = [];

    /// <summary>Adds a row.</summary>
    /// <param name="label">What it is about.</param>
    /// <param name="cells">A text for each kernel.</param>
    public void Add(string label, IEnumerable<(string Text, Paint? Paint)> cells) => rows.Add((label, [.. cells]));

    /// <summary>Writes it with aligned columns.</summary>
    public void Write(Report report)
    {
        var first = rows.Max(row => row.Label.Length);
        var widths = kernels.Select((name, at) => Math.Max(name.Length, rows.Max(row => row.Cells[at].Text.Length))).ToList();
        report.Line((new string(' ', first) + string.Concat(kernels.Select((name, at) => Gap + name.PadRight(widths[at])))).TrimEnd());
        foreach (var (label, cells) in rows)
        {
            var line = label.PadRight(first);
            for (var at = 0; at < cells.Count; at++)
            {
                var (text, paint) = cells[at];
                var shown = paint is { } color ? report.Painted(color, text) : text;
                line += Gap + (at == cells.Count - 1 ? shown : shown + new string(' ', widths[at] - text.Length));
            }

            report.Line(line);
        }
    }
}
