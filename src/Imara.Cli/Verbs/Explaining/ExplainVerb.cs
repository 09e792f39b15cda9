using System.CommandLine;
using Imara.Cli.Arguments;
using Imara.Cli.Output;
using Imara.Policy.Parsing;

namespace Imara.Cli.Verbs.Explaining;

/// <summary>`imara explain`: what a finding means, from the program itself.</summary>
internal sealed class ExplainVerb : Verb
{
    private readonly Argument<string?> id = new("ID")
    {
        Description = "The id that a message names, such as IMA0115; without it all are listed",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public ExplainVerb()
        : base("explain", "Tell what a finding means and what to do", ["imara explain IMA0115", "imara explain"], OutputFormat.Text, OutputFormat.Json) => Add(id);

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        if (line.GetValue(id) is not { } asked)
        {
            List(report);
            return ExitCode.Yes;
        }

        var known = DiagnosticPages.Ids.FirstOrDefault(one => string.Equals(one, asked, StringComparison.OrdinalIgnoreCase));
        if (known is null)
        {
            var meant = Nearest.To(asked, DiagnosticPages.Ids) is { } nearest ? $"did you mean {nearest}?" : "`imara explain` lists them";
            report.Error($"`{ArgumentText.Show(asked)}` is the id of no finding; {meant}");
            return ExitCode.CouldNotTell;
        }

        Write(known, DiagnosticPages.Find(known)!, report);
        return ExitCode.Yes;
    }

    private static void List(Report report)
    {
        var pages = DiagnosticPages.Ids.Select(one => (Id: one, Title: DiagnosticPages.TitleOf(DiagnosticPages.Find(one)!))).ToList();
        if (report.Format != OutputFormat.Json)
        {
            pages.ForEach(page => report.Line($"{page.Id}  {page.Title}"));
            return;
        }

        report.Json(json =>
        {
            json.WriteStartArray("findings"u8);
            foreach (var (one, title) in pages)
            {
                json.WriteStartObject();
                json.WriteString("id"u8, one);
                json.WriteString("title"u8, title);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private static void Write(string known, string page, Report report)
    {
        if (report.Format == OutputFormat.Json)
        {
            report.Json(json =>
            {
                json.WriteString("id"u8, known);
                json.WriteString("title"u8, DiagnosticPages.TitleOf(page));
                json.WriteString("page"u8, page);
            });
            return;
        }

        var isCode = false;
        foreach (var text in page.TrimEnd('\n').Split('\n'))
        {
            if (text.StartsWith("```", StringComparison.Ordinal))
            {
                isCode = !isCode;
            }
            else
            {
                report.Line(isCode ? "    " + text : text.StartsWith('#') ? report.Painted(Paint.Bold, text.TrimStart('#', ' ')) : text);
            }
        }
    }
}
