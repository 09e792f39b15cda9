using System.CommandLine;
using Imara.Appraisal.Labelling;
using Imara.Cli.Output;

namespace Imara.Cli.Verbs.Files;

/// <summary>`imara file show`: tells labels, decoded to the last byte.</summary>
internal sealed class FileShowVerb : FileVerb
{
    private readonly AppraisalOptions appraisal = new(defaultRule: null);

    public FileShowVerb()
        : base("show", "Show security.ima and security.evm of files, decoded", ["imara file show /usr/bin/less", "imara file show --format json -r /etc"])
    {
        AddPaths();
        appraisal.AddTo(this);
        AddSelection(changes: false);
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report) =>
        ActAsAppraised(line, report, appraisal, _ => new ShowAction(), readsContent: false);

    /// <inheritdoc/>
    protected override FileReport ReportTo(Report report, FileQuestion question) => new LabelReport(report, question);
}
