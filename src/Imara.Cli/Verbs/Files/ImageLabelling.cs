using Imara.Appraisal.Archives;
using Imara.Appraisal.Archives.Manifests;
using Imara.Appraisal.Archives.Oci;
using Imara.Appraisal.Labelling;
using Imara.Cli.Input;
using Imara.Cli.Output;
using Imara.Linux.Files;

namespace Imara.Cli.Verbs.Files;

/// <summary>Labels archives, layouts, and what images are made from. Where standard output is taken by an archive or a manifest, the answer goes to standard error.</summary>
/// <param name="choice">What.</param>
/// <param name="makeAction">The action, one for each thread.</param>
/// <param name="options">Which files, and on how many threads.</param>
/// <param name="changes">The verb changes files.</param>
internal sealed class ImageLabelling(ImageChoice choice, Func<FileAction> makeAction, LabelOptions options, bool changes)
{
    private bool WritesNothing => options.DryRun || !changes;

    /// <summary>Labels an archive or a layout.</summary>
    /// <param name="report">Where it is told.</param>
    /// <param name="makeReport">Tells the files.</param>
    public ExitCode Run(Report report, Func<Report, FileReport> makeReport)
    {
        try
        {
            return choice.Oci is not null ? RunOci(report, makeReport(report))
                : WritesNothing ? RunTar(null, report, makeReport(report)).Exit
                : WithOutput(report, (output, told) => RunTar(output, told, makeReport(told)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            report.Error(IoErrors.TextOf(error));
            return ExitCode.CouldNotTell;
        }
    }

    /// <summary>Writes down what files of a tree are to get.</summary>
    /// <param name="report">Where it is told.</param>
    /// <param name="question">What is asked about the files.</param>
    /// <param name="root">The root of the image.</param>
    /// <param name="run">Acts on the tree.</param>
    public ExitCode RunManifest(Report report, FileQuestion question, byte[] root, Func<ILabelListener, LabelTally> run) => WithOutput(report, (output, told) =>
    {
        var buffered = new BufferedStream(output, 64 << 10);
        XattrManifest manifest = choice.Manifest == "setfattr" ? new SetfattrDump(buffered) : new MksquashfsPseudo(buffered);
        var files = new FileReport(told, question);
        var tally = new LabelTally();
        var walked = run(new ManifestListener(manifest, root, files, tally));
        buffered.Flush();
        return walked.IsInterrupted ? (files.End(walked), false) : (files.End(tally), true);
    });

    private (ExitCode Exit, bool IsWhole) RunTar(Stream? output, Report report, FileReport files)
    {
        var stop = StopSignals.Take();
        var labeller = new TarLabeller(makeAction) { Workers = options.Jobs, Filter = options.Filter, Listener = new ImageListener(files, report), Stop = stop, TakesMissingEnd = choice.AllowsMissingEnd };
        if (!InputFile.TryOpen(choice.Tar!, report, out var input))
        {
            return (ExitCode.CouldNotTell, false);
        }

        using var opened = input;
        using var progress = new ProgressLine(report, new Rate(labeller.Tally).Text);
        FormatError error;
        try
        {
            if (labeller.TryLabel(input, output, out error))
            {
                // An archive without files, such as a layer of folders and links, is whole when it is written.
                return (files.End(labeller.Tally, isPassedOn: output is not null && options.Filter is null && labeller.Tally.Files == 0), true);
            }
        }
        catch (OperationCanceledException)
        {
            return (files.End(labeller.Tally), false);
        }

        report.Error($"{InputFile.NameOf(choice.Tar!)}: {error}{(labeller.IsEndMissing ? "; if it was not cut but written so, --allow-missing-end takes it" : string.Empty)}");
        return (ExitCode.CouldNotTell, false);
    }

    private ExitCode RunOci(Report report, FileReport files)
    {
        var stop = StopSignals.Take();
        var listener = new ImageListener(files, report);
        var labeller = new OciLabeller(makeAction)
        {
            Stop = stop,
            Workers = options.Jobs,
            Filter = options.Filter,
            Listener = listener,
            IsDryRun = WritesNothing,
            RemovesReplaced = choice.Prune,
        };
        using var progress = new ProgressLine(report, new Rate(labeller.Tally).Text);
        try
        {
            if (!labeller.TryLabel(choice.Oci!, out var error))
            {
                report.Error($"{choice.Oci}: {error}; nothing was changed");
                return ExitCode.CouldNotTell;
            }
        }
        catch (OperationCanceledException)
        {
            return files.End(labeller.Tally);
        }

        return files.End(labeller.Tally);
    }

    // A file is placed only if it is whole; single files of the image that could not be labelled do not keep it away.
    private ExitCode WithOutput(Report report, Func<Stream, Report, (ExitCode Exit, bool IsWhole)> run)
    {
        var (exit, isWhole) = (ExitCode.CouldNotTell, false);
        if (choice.Output == "-")
        {
            if (report.IsTerminal)
            {
                report.Error("this is not written to a terminal: --output names a file");
                return exit;
            }

            report.Into(new DescriptorStream(2), told => (exit, _) = run(report.Bytes, told));
            return exit;
        }

        using var file = FileBeside.Open(choice.Output, report);
        if (file is null)
        {
            return exit;
        }

        (exit, isWhole) = run(file.Stream, report);
        return !isWhole || file.TryPlace(report) ? exit : ExitCode.CouldNotTell;
    }
}
