using System.Text.Json;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Runtime.Failures;
using Imara.Runtime.Monitoring;

namespace Imara.Cli.Verbs.Runs;

/// <summary>The summary of a run as one JSON object in a file: standard output is the command's.</summary>
internal static class RunJson
{
    /// <summary>Writes it.</summary>
    public static void Write(FinishedRun run, Stream output)
    {
        var counters = run.Session.Counters;
        using var json = new Utf8JsonWriter(output, Report.JsonOptions);
        json.WriteStartObject();
        json.WriteNumber("schema"u8, 1);
        KernelJson.Write(json, run.Start.Kernel);
        json.WriteNumber("exit"u8, (int)run.Exit);
        json.WriteNumber("command_exit"u8, run.CommandExit);
        json.WriteBoolean("complete"u8, counters.Failures == 0);
        json.WriteBoolean("tree"u8, run.IsTree);
        WriteWatched(json, run);
        json.WriteNumber("opens"u8, counters.Opens);
        json.WriteNumber("executions"u8, counters.Executions);
        json.WriteNumber("digests"u8, counters.Digests);
        json.WriteNumber("entries"u8, run.Log.Entries.Count);
        json.WriteNumber("violations"u8, run.Log.Violations);
        WriteFailures(json, counters);
        WriteAudit(json, run);
        WriteBanks(json, run);
        json.WriteEndObject();
        json.Flush();
        output.WriteByte((byte)'\n');
    }

    private static void WriteWatched(Utf8JsonWriter json, FinishedRun run)
    {
        json.WriteStartArray("watched"u8);
        foreach (var path in run.Session.Watched)
        {
            JsonBytes.WriteTextValue(json, path.Span);
        }

        json.WriteEndArray();
        json.WriteStartArray("left_out"u8);
        foreach (var (path, reason) in run.Session.LeftOut)
        {
            json.WriteStartObject();
            json.WriteText("path", path.Span);
            json.WriteString("reason"u8, reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFailures(Utf8JsonWriter json, MonitorCounters counters)
    {
        json.WriteStartObject("failures"u8);
        foreach (var kind in Enum.GetValues<FailureKind>().Where(kind => counters.Of(kind) > 0))
        {
            json.WriteNumber(JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString()), counters.Of(kind));
        }

        json.WriteEndObject();
        json.WriteString("first_failure"u8, counters.FirstFailure);
        json.WriteString("ended"u8, counters.Ended);
    }

    private static void WriteAudit(Utf8JsonWriter json, FinishedRun run)
    {
        json.WriteStartArray("audit"u8);
        foreach (var record in run.Session.Audit)
        {
            json.WriteStartObject();
            json.WriteNumber("type"u8, record.Type);
            json.WriteString("op"u8, record.Op);
            json.WriteString("cause"u8, record.Cause);
            json.WriteText("name", record.Name.Span);
            json.WriteNumber("res"u8, record.Result);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("audit_dropped"u8, run.Session.Counters.AuditDropped);
    }

    private static void WriteBanks(Utf8JsonWriter json, FinishedRun run)
    {
        json.WriteStartObject("banks"u8);
        foreach (var bank in run.Pcrs.Banks)
        {
            json.WriteStartObject(HashAlgos.NameOf(bank.Algo));
            json.WriteStartObject("pcrs"u8);
            foreach (var pcr in bank.Pcrs)
            {
                if (bank.TryGet(pcr, out var value))
                {
                    json.WriteString(pcr.ToString(System.Globalization.CultureInfo.InvariantCulture), Convert.ToHexStringLower(value.Span));
                }
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
