using System.CommandLine;
using Imara.Appraisal.Labelling;
using Imara.Cli.Output;

namespace Imara.Cli.Verbs.Files;

/// <summary>`imara file hash`: writes the digest of files to security.ima.</summary>
internal sealed class FileHashVerb : FileVerb
{
    private readonly Option<HashAlgo> algo = FileOptions.Algo();
    private readonly AppraisalOptions appraisal = new(defaultRule: null);
    private readonly Option<bool> force = new("--force") { Description = "Also in the place of signatures, and where the digest is right already" };

    public FileHashVerb()
        : base("hash", "Write the digest of files to security.ima", ["imara file hash -r /usr", "imara file hash --algo sha512 --dry-run --verbose -r /etc --include '*.conf'"])
    {
        AddPaths();
        Add(algo);
        Add(force);
        appraisal.AddTo(this);
        AddSelection(changes: true);
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        var (chosen, forced) = (line.GetRequiredValue(algo), line.GetValue(force));
        return FileOptions.IsWritable(chosen, forced, report)
            ? ActAsAppraised(line, report, appraisal, requirement => requirement is { } required ? RequiredHashing.Of(required, chosen, forced) : new HashAction(chosen, forced))
            : ExitCode.CouldNotTell;
    }
}
