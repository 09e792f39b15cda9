using System.CommandLine;
using System.Text;
using Imara.Appraisal.Labelling;
using Imara.Cli.Arguments;
using Imara.Cli.Output;

namespace Imara.Cli.Verbs.Files;

/// <summary>A verb about the labels of files: says what is done with each; walking, reading and writing are the same for all.</summary>
internal abstract class FileVerb : Verb
{
    private readonly Argument<string[]> paths = new("PATH")
    {
        Description = "Files, and with --recursive directories",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<bool> recursive = new("--recursive", "-r") { Description = "Go into directories, on one file system; symbolic links are followed where PATH is one" };
    private readonly Option<string[]> include = new("--include") { Description = "Only files whose name, or with a slash whose path below PATH, matches; may be repeated", HelpName = "PATTERN" };
    private readonly Option<string[]> exclude = new("--exclude") { Description = "Not these files, nor what lies below these directories; may be repeated", HelpName = "PATTERN" };
    private readonly AccountOption fowner = AccountOption.User("--fowner", "Only files of this owner");
    private readonly AccountOption fgroup = AccountOption.Group("--fgroup", "Only files of this group");
    private readonly Option<bool> allFileSystems = new("--all-file-systems") { Description = "Go on where other file systems are mounted" };
    private readonly Option<int?> jobs = new("--jobs", "-j") { Description = "Number of threads; default: one for each core", HelpName = "N" };
    private readonly Option<bool> dryRun = new("--dry-run", "-n") { Description = "Tell what would be done, and change nothing" };
    private readonly Option<bool> allowEmpty = EmptyQuestion.Option("file");
    private readonly ImageOptions images = new();
    private bool changesFiles;

    /// <inheritdoc cref="Verb(string, string, ReadOnlySpan{string}, ReadOnlySpan{OutputFormat})"/>
    protected FileVerb(string name, string description, ReadOnlySpan<string> examples)
        : base(name, description, examples, OutputFormat.Text, OutputFormat.Json)
    {
    }

    /// <summary>True if the question is whether each file is good: one that went away meanwhile leaves it open.</summary>
    protected virtual bool NeedsEach => false;

    /// <summary>Adds the paths; in front of the options of the verb.</summary>
    protected void AddPaths()
    {
        Add(paths);
        Add(recursive);
    }

    /// <summary>Adds what chooses files and says how they are worked on; behind the options of the verb.</summary>
    /// <param name="changes">The verb changes files.</param>
    protected void AddSelection(bool changes)
    {
        Add(include);
        Add(exclude);
        Add(fowner);
        Add(fgroup);
        Add(allFileSystems);
        Add(jobs);
        Add(allowEmpty);
        images.AddTo(this, changes);
        changesFiles = changes;
        if (changes)
        {
            Add(dryRun);
        }
    }

    /// <summary>The paths of the command line; empty, with a reason told, if there is none.</summary>
    protected bool TryPaths(ParseResult line, Report report, out string[] given)
    {
        given = line.GetValue(paths) ?? [];
        if (given.Length == 0)
        {
            report.Error("no PATH given");
        }

        return given.Length > 0;
    }

    /// <summary>True if files are named.</summary>
    protected bool NamesPaths(ParseResult line) => line.GetValue(paths) is { Length: > 0 };

    /// <summary>True if nothing to look at is an answer.</summary>
    protected bool AllowsEmpty(ParseResult line) => line.GetValue(allowEmpty);

    /// <summary>True if an image is to be labelled.</summary>
    protected bool NamesImage(ParseResult line) => images.AreGiven(line);

    /// <summary>Acts on the files of the command line.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="report">Where it is told.</param>
    /// <param name="makeAction">The action, one for each thread.</param>
    /// <param name="detached">Signatures go to files of their own.</param>
    protected ExitCode Act(ParseResult line, Report report, Func<FileAction> makeAction, bool detached = false)
    {
        if (!images.TryRead(line, line.GetValue(paths) ?? [], report, out var image) || !TryOptions(line, report, out var options))
        {
            return ExitCode.CouldNotTell;
        }

        if (image.IsImage && detached)
        {
            report.Error("--detached writes files beside those of a tree, and an image is none");
            return ExitCode.CouldNotTell;
        }

        var question = new FileQuestion(options.DryRun, NeedsEach, AllowsEmpty(line));
        if (image is { Tar: not null } or { Oci: not null })
        {
            return new ImageLabelling(image, makeAction, options, changesFiles).Run(report, told => ReportTo(told, question));
        }

        if (!TryPaths(line, report, out var given))
        {
            return ExitCode.CouldNotTell;
        }

        if (image.Manifest is not null)
        {
            return new ImageLabelling(image, makeAction, options, changesFiles).RunManifest(
                report, question with { IsDryRun = true }, PathBytes.Of(given[0]), told => Label(report, makeAction, options with { DryRun = true }, given, told));
        }

        var listener = ReportTo(report, question);
        return listener.End(Label(report, makeAction, options with { Detached = detached }, given, listener));
    }

    /// <summary>Acts on the files of the command line; with `--from-policy` on those that it appraises.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="report">Where it is told.</param>
    /// <param name="appraisal">The options of the policy.</param>
    /// <param name="choose">The action, for what rules require or, without a policy, for null.</param>
    /// <param name="readsContent">Whether that reads content.</param>
    protected ExitCode ActAsAppraised(
        ParseResult line, Report report, AppraisalOptions appraisal, Func<Requirement?, FileAction> choose, bool readsContent = true)
    {
        if (!appraisal.AreGiven(line))
        {
            if (appraisal.NameOfUnused(line) is { } unused)
            {
                report.Error($"{unused} goes with --from-policy");
                return ExitCode.CouldNotTell;
            }

            return Act(line, report, () => choose(null));
        }

        return appraisal.TryRead(line, report, out var chosen)
            ? Act(line, report, () => new RequiredAction(chosen.MakeAppraised(), requirement => choose(requirement), readsContent))
            : ExitCode.CouldNotTell;
    }

    /// <summary>What tells the files.</summary>
    /// <param name="report">Where to.</param>
    /// <param name="question">What is asked about them.</param>
    protected virtual FileReport ReportTo(Report report, FileQuestion question) => new(report, question);

    private static LabelTally Label(Report report, Func<FileAction> makeAction, LabelOptions options, string[] given, ILabelListener listener)
    {
        var labeller = new TreeLabeller(makeAction, options, listener);
        var stop = StopSignals.Take();
        using (new ProgressLine(report, new Rate(labeller.Tally).Text))
        {
            labeller.Run([.. given.Select(path => (ReadOnlyMemory<byte>)PathBytes.Of(path))], stop);
        }

        return labeller.Tally;
    }

    private bool TryOptions(ParseResult line, Report report, out LabelOptions options)
    {
        options = new LabelOptions();
        if (line.GetValue(jobs) is < 1 or > 1024)
        {
            report.Error("--jobs: from 1 to 1024");
            return false;
        }

        if (!TryPatterns("--include", line.GetValue(include), report, out var wanted) || !TryPatterns("--exclude", line.GetValue(exclude), report, out var unwanted))
        {
            return false;
        }

        var (owner, group) = (line.GetValue(fowner), line.GetValue(fgroup));
        options = new LabelOptions
        {
            Recursive = line.GetValue(recursive),
            AllFileSystems = line.GetValue(allFileSystems),
            Jobs = line.GetValue(jobs) ?? Environment.ProcessorCount,
            DryRun = line.GetValue(dryRun),
            Filter = wanted.Count + unwanted.Count > 0 || owner is not null || group is not null ? new FileFilter(wanted, unwanted, owner, group) : null,
        };
        return true;
    }

    private static bool TryPatterns(string option, string[]? texts, Report report, out List<PathPattern> patterns)
    {
        patterns = [];
        foreach (var text in texts ?? [])
        {
            if (!PathPattern.TryParse(Encoding.UTF8.GetBytes(text), out var pattern, out var error))
            {
                report.Error($"{option}: `{text}`: {error}");
                return false;
            }

            patterns.Add(pattern);
        }

        return true;
    }
}
