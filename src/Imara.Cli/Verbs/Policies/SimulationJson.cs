using System.Text.Json;
using Imara.Appraisal.Simulating;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Cli.Verbs.Policies;

/// <summary>A simulation for programs: one object.</summary>
internal sealed class SimulationJson(SimulationAnswer answer, DecisionReport places, KernelProfile kernel)
{
    private readonly SimulationResult trees = answer.Trees;

    public void Write(IReadOnlyList<string> roots, Report report) => report.Json(json =>
    {
        KernelJson.Write(json, kernel);
        json.WriteString("mode"u8, trees.Mode.ToString().ToLowerInvariant());
        WriteNames(json, "roots", roots);
        WriteNames(json, "subjects", answer.Simulation.Subjects.Select(subject => subject.Name));
        json.WriteNumber("files"u8, trees.Files);
        json.WriteNumber("bytes"u8, trees.Bytes);
        WriteRules(json);
        WriteMeasured(json);
        json.WriteStartObject("hashing"u8);
        WriteTally(json, trees.Hashed);
        json.WriteNumber("bytes_per_second"u8, answer.HashRate);
        json.WriteNumber("seconds"u8, answer.HashRate == 0 ? 0 : Math.Round((double)trees.Hashed.Bytes / answer.HashRate, 3));
        json.WriteEndObject();
        WriteFailures(json);
        json.WriteStartObject("unchecked"u8);
        json.WriteNumber("contents"u8, trees.UncheckedContents);
        json.WriteNumber("signatures"u8, trees.UncheckedSignatures);
        json.WriteEndObject();
        WriteSkipped(json);
        json.WriteStartObject("directories"u8);
        WriteDirectories(json, "by_bytes", trees.ByBytes);
        WriteDirectories(json, "by_files", trees.ByFiles);
        json.WriteEndObject();
        WriteRunning(json);
    });

    private static void WriteNames(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void WriteTally(Utf8JsonWriter json, RuleTally tally)
    {
        json.WriteNumber("files"u8, tally.Files);
        json.WriteNumber("bytes"u8, tally.Bytes);
    }

    private void WriteRules(Utf8JsonWriter json)
    {
        json.WriteStartArray("rules"u8);
        for (var rule = 0; rule < trees.Rules.Length; rule++)
        {
            json.WriteStartObject();
            places.WritePlace(json, rule);
            json.WriteString("action"u8, PolicyWords.Of(places.Rules[rule].Rule!.Action));
            WriteTally(json, trees.Rules[rule]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteMeasured(Utf8JsonWriter json)
    {
        json.WriteStartObject("measured"u8);
        WriteTally(json, trees.Measured);
        json.WriteNumber("list_bytes"u8, trees.ListBytes);
        json.WriteStartObject("pcrs"u8);
        foreach (var (pcr, tally) in trees.Pcrs)
        {
            json.WriteStartObject(pcr.ToString(System.Globalization.CultureInfo.InvariantCulture));
            json.WriteNumber("files"u8, tally.Files);
            json.WriteNumber("list_bytes"u8, tally.ListBytes);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteFailures(Utf8JsonWriter json)
    {
        json.WriteStartObject("failing"u8);
        json.WriteNumber("files"u8, trees.FailingFiles);
        json.WriteNumber("accesses"u8, trees.FailingAccesses);
        json.WriteNumber("fixed"u8, trees.FixedFiles);
        json.WriteStartArray("causes"u8);
        foreach (var failure in trees.Failures)
        {
            json.WriteStartObject();
            json.WriteString("cause"u8, failure.Cause);
            places.WritePlace(json, failure.Rule);
            json.WriteNumber("files"u8, failure.Files);
            json.WriteText("example", failure.Example.Span);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("without_xattrs"u8);
        foreach (var (fileSystem, files) in trees.WithoutXattrs)
        {
            json.WriteStartObject();
            json.WriteText("fsname", fileSystem.Span);
            json.WriteNumber("files"u8, files);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject("denied"u8);
        json.WriteNumber("files"u8, trees.DeniedFiles);
        json.WriteNumber("accesses"u8, trees.Mode == SimulationMode.Enforce ? trees.FailingAccesses : 0);
        json.WriteEndObject();
    }

    private void WriteSkipped(Utf8JsonWriter json)
    {
        json.WriteStartObject("skipped"u8);
        json.WriteNumber("unreadable"u8, trees.Unreadable);
        json.WriteNumber("vanished"u8, trees.Vanished);
        json.WriteNumber("other_file_systems"u8, trees.OtherFileSystems);
        json.WriteNumber("loops"u8, trees.Loops);
        json.WriteEndObject();
    }

    private static void WriteDirectories(Utf8JsonWriter json, string name, IEnumerable<DirectoryTally> directories)
    {
        json.WriteStartArray(name);
        foreach (var directory in directories)
        {
            json.WriteStartObject();
            json.WriteText("path", directory.Path.Span);
            json.WriteNumber("files"u8, directory.Files);
            json.WriteNumber("bytes"u8, directory.Bytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteRunning(Utf8JsonWriter json)
    {
        if (answer.Running is not { } running)
        {
            json.WriteNull("running"u8);
            return;
        }

        json.WriteStartObject("running"u8);
        json.WriteBoolean("locks_out"u8, running.LocksOut);
        json.WriteNumber("processes"u8, running.Processes);
        json.WriteNumber("files"u8, running.Files);
        json.WriteNumber("measured"u8, running.Measured);
        json.WriteNumber("replaced"u8, running.Replaced);
        json.WriteNumber("unchecked"u8, running.Unchecked);
        json.WriteNumber("unreadable"u8, running.Unreadable);
        json.WriteStartArray("failing"u8);
        foreach (var failure in running.Failures)
        {
            json.WriteStartObject();
            json.WriteText("path", failure.Path.Span);
            json.WriteString("role"u8, SimulationWords.Of(failure.Role));
            json.WriteNumber("process"u8, failure.Process);
            json.WriteNumber("processes"u8, failure.Processes);
            json.WriteString("func"u8, PolicyWords.Of(failure.Func));
            json.WriteString("cause"u8, failure.Cause);
            places.WritePlace(json, failure.Rule);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
