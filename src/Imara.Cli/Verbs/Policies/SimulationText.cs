using System.Globalization;
using Imara.Appraisal.Simulating;
using Imara.Cli.Output;
using Imara.Policy.Rules;

namespace Imara.Cli.Verbs.Policies;

/// <summary>A simulation for people.</summary>
internal sealed class SimulationText(SimulationAnswer answer, DecisionReport places, Report report)
{
    private readonly SimulationResult trees = answer.Trees;

    /// <summary>Writes it; on one terminal without what is told beside it.</summary>
    /// <param name="takesAsGood">What is not checked counts as good, and is not told beside it.</param>
    public void Write(bool takesAsGood)
    {
        WriteSums(isUncheckedTold: report.IsOneTerminal && trees.Mode == SimulationMode.Enforce && !takesAsGood);
        WriteRules();
        WriteFailures();
        WriteDirectories("bytes to hash", trees.ByBytes);
        WriteDirectories("files to hash", trees.ByFiles);
        if (answer.Running is { } running)
        {
            WriteRunning(running);
        }
    }

    private void WriteSums(bool isUncheckedTold)
    {
        var rows = new List<string[]>
        {
            new[] { "files", Number(trees.Files), SimulationWords.Bytes(trees.Bytes) },
            new[] { "measured", Number(trees.Measured.Files), SimulationWords.Bytes(trees.Measured.Bytes) },
        };
        foreach (var (pcr, tally) in trees.Pcrs)
        {
            rows.Add(["  PCR " + Number(pcr), Number(tally.Files), $"{SimulationWords.Bytes(tally.ListBytes)} of list"]);
        }

        var seconds = answer.HashRate == 0 ? 0 : (double)trees.Hashed.Bytes / answer.HashRate;
        var time = answer.HashRate == 0
            ? string.Empty
            : string.Create(CultureInfo.InvariantCulture, $", {seconds:0.0} s at {SimulationWords.Bytes(answer.HashRate)}/s");
        rows.Add(["to hash", Number(trees.Hashed.Files), SimulationWords.Bytes(trees.Hashed.Bytes) + time]);
        if (trees.UncheckedContents > 0 && !isUncheckedTold)
        {
            rows.Add(["not compared", Number(trees.UncheckedContents), "labels, with the content"]);
        }

        if (trees.UncheckedSignatures > 0 && !isUncheckedTold)
        {
            rows.Add(["not verified", Number(trees.UncheckedSignatures), "signatures"]);
        }

        if (trees.Mode == SimulationMode.Fix)
        {
            rows.Add(["labelled", Number(trees.FixedFiles), "by mode fix"]);
        }

        if (trees.OtherFileSystems > 0)
        {
            rows.Add(["left out", Number(trees.OtherFileSystems), "mounts of other file systems"]);
        }

        if (trees.Unreadable > 0 && !report.IsOneTerminal)
        {
            rows.Add(["not read", Number(trees.Unreadable), "directories or files"]);
        }

        Table(rows, right: 1);
    }

    private void WriteRules()
    {
        var rows = new List<string[]>();
        rows.Add(["rule", "action", "files", "bytes"]);
        for (var rule = 0; rule < trees.Rules.Length; rule++)
        {
            var tally = trees.Rules[rule];
            rows.Add([places.PlaceOf(rule), PolicyWords.Of(places.Rules[rule].Rule!.Action), Number(tally.Files), SimulationWords.Bytes(tally.Bytes)]);
        }

        report.Line(string.Empty);
        Table(rows, right: 2);
    }

    private void WriteFailures()
    {
        report.Line(string.Empty);
        if (trees.Mode == SimulationMode.Off)
        {
            report.Line("nothing is appraised in mode off");
            return;
        }

        var word = trees.Mode == SimulationMode.Enforce ? "denied today" : "failing, but allowed";
        var text = $"{word}: {Number(trees.FailingFiles)} {Noun("file", trees.FailingFiles)}, {Number(trees.FailingAccesses)} {Noun("access", trees.FailingAccesses)}";
        report.Line(report.Painted(trees.DeniedFiles > 0 ? Paint.Red : Paint.Green, text));
        var rows = new List<string[]>();
        rows.Add(["  cause", "rule", "files", trees.Failures.All(failure => IsNamed(failure.Example)) ? string.Empty : "such as"]);
        foreach (var failure in trees.Failures)
        {
            rows.Add(["  " + failure.Cause, places.PlaceOf(failure.Rule), Number(failure.Files), IsNamed(failure.Example) ? string.Empty : failure.Example.ToString()]);
        }

        if (rows.Count > 1)
        {
            Table(rows, right: 2);
        }

        foreach (var (fileSystem, files) in trees.WithoutXattrs)
        {
            report.Line($"  {fileSystem} has no extended attributes: all {Number(files)} files appraised there fail");
        }
    }

    // The list of denied files stands above, on the same terminal.
    private bool IsNamed(ByteString path) =>
        report.IsOneTerminal && trees.Mode == SimulationMode.Enforce && (report.Verbose || trees.FirstFailing.Any(file => file.Path.Span.SequenceEqual(path.Span)));

    private static string Noun(string one, long count) => count == 1 ? one : one.EndsWith('s') ? one + "es" : one + "s";

    private void WriteDirectories(string what, IReadOnlyList<DirectoryTally> directories)
    {
        if (directories.Count == 0)
        {
            return;
        }

        report.Line(string.Empty);
        report.Line("directories with the most " + what);
        Table([.. directories.Select(directory => (string[])["  " + SimulationWords.Bytes(directory.Bytes), Number(directory.Files), directory.Path.ToString()])], right: 1);
    }

    private void WriteRunning(RunningResult running)
    {
        report.Line(string.Empty);
        report.Line($"running: {Number(running.Processes)} processes use {Number(running.Files)} files, {Number(running.Measured)} of them measured, {Number(running.Failures.Length)} failing");
        if (running.LocksOut)
        {
            report.Line(report.Painted(Paint.Red, "LOCKS OUT: process 1 could not start again"));
        }

        if (running.Replaced > 0)
        {
            report.Line($"  {Number(running.Replaced)} files in use are replaced or removed");
        }

        var rows = new List<string[]>();
        rows.Add(["  file", "is", "of process", "cause", "rule"]);
        foreach (var failure in running.Failures)
        {
            rows.Add(["  " + failure.Path, SimulationWords.Of(failure.Role), Number(failure.Process), failure.Cause, places.PlaceOf(failure.Rule)]);
        }

        if (rows.Count > 1)
        {
            Table(rows, right: 2);
        }
    }

    // One column is of numbers; the last one may be of any length.
    private void Table(List<string[]> rows, int right)
    {
        var widths = new int[rows[0].Length - 1];
        foreach (var row in rows)
        {
            for (var i = 0; i < widths.Length; i++)
            {
                widths[i] = Math.Max(widths[i], row[i].Length);
            }
        }

        foreach (var row in rows)
        {
            var cells = row.Select((cell, i) => i >= widths.Length ? cell : i == right ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
            report.Line(string.Join("  ", cells).TrimEnd());
        }
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
