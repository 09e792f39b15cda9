using System.CommandLine;
using Imara.Appraisal.Labelling;
using Imara.Cli.Output;

namespace Imara.Cli.Verbs.Files;

/// <summary>`imara file clear`: removes labels.</summary>
internal sealed class FileClearVerb : FileVerb
{
    private readonly AppraisalOptions appraisal = new(defaultRule: null);
    private readonly Option<string> only = new("--only") { Description = "Only one of the two", HelpName = "ima|evm" };

    public FileClearVerb()
        : base("clear", "Remove security.ima and security.evm from files", ["imara file clear -r /srv/build", "imara file clear --only evm /usr/bin/less"])
    {
        only.AcceptOnlyFromAmong("ima", "evm");
        AddPaths();
        Add(only);
        appraisal.AddTo(this);
        AddSelection(changes: true);
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        var one = line.GetValue(only);
        return ActAsAppraised(line, report, appraisal, _ => new ClearAction(ima: one is not "evm", evm: one is not "ima"), readsContent: false);
    }
}
