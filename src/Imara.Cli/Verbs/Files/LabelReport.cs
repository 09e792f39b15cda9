using System.Text.Json;
using Imara.Appraisal.Labelling;
using Imara.Cli.Output;
using Imara.Signatures;

namespace Imara.Cli.Verbs.Files;

/// <summary>Tells labels, part by part.</summary>
internal sealed class LabelReport(Report report, FileQuestion question) : FileReport(report, question)
{
    /// <inheritdoc/>
    protected override void Write(Utf8JsonWriter json, byte[] path, in FileOutcome outcome)
    {
        base.Write(json, path, outcome);
        if (outcome.Status == FileStatusWord.Shown)
        {
            Write(json, "ima", LabelParts.OfIma(outcome.First.Value));
            Write(json, "evm", LabelParts.OfEvm(outcome.Second.Value));
        }
    }

    /// <inheritdoc/>
    protected override void WriteText(ReadOnlySpan<byte> path, in FileOutcome outcome, bool isFine)
    {
        if (outcome.Status != FileStatusWord.Shown)
        {
            return;
        }

        Report.Line(outcome.Target is { } target && Report.Verbose ? $"{ByteString.Display(path)} -> {target}" : ByteString.Display(path));
        WriteText("security.ima", LabelParts.OfIma(outcome.First.Value));
        WriteText("security.evm", LabelParts.OfEvm(outcome.Second.Value));
    }

    /// <inheritdoc/>
    protected override void WriteSummary(LabelTally tally)
    {
    }

    private void WriteText(string name, IReadOnlyList<LabelPart>? parts)
    {
        if (parts is null)
        {
            Report.Line($"  {name}  none");
            return;
        }

        Report.Line($"  {name}");
        foreach (var part in parts)
        {
            Report.Line($"    {part.Title,-12} {part.Text}");
        }
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<LabelPart>? parts)
    {
        if (parts is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        foreach (var part in parts)
        {
            json.WritePropertyName(part.Name);
            if (part.Number is { } number)
            {
                json.WriteNumberValue(number);
            }
            else
            {
                json.WriteStringValue(part.Text);
            }
        }

        json.WriteEndObject();
    }
}
