using Imara.Cli.Output;
using Imara.Measurements.Replay;

namespace Imara.Cli.Verbs.Lists;

/// <summary>A verification as text and as JSON.</summary>
internal static class ListVerificationReport
{
    /// <summary>Writes it in the format asked for.</summary>
    public static void Write(ListVerification result, bool isAttested, Report report)
    {
        if (report.Format == OutputFormat.Json)
        {
            WriteJson(result, report);
        }
        else if (!report.Quiet)
        {
            WriteText(result, isAttested, report);
        }
    }

    private static void WriteText(ListVerification result, bool isAttested, Report report)
    {
        foreach (var bank in result.Banks)
        {
            foreach (var pcr in bank.Pcrs)
            {
                var (paint, word) = pcr.Match switch
                {
                    PcrMatch.Full => (Paint.Green, "matches"),
                    PcrMatch.Prefix => (Paint.Yellow, $"matches the first {pcr.AttestedEntries} entries"),
                    PcrMatch.None => (Paint.Red, "differs"),
                    _ => (Paint.Faint, "not compared"),
                };
                report.Line($"{HashAlgos.NameOf(bank.Algo),-8} PCR {pcr.Pcr,-2}  {Hex(pcr.Value)}  {report.Painted(paint, word)}");
                if (pcr is { Match: PcrMatch.Prefix or PcrMatch.None, Expected: { } expected })
                {
                    report.Line($"{"",-8} given   {Hex(expected)}");
                }
            }
        }

        WriteAggregate(result.Aggregate, report);
        if (result.Signatures is { } signatures)
        {
            report.Line($"signatures      {signatures.Good} good, {signatures.Bad} bad, {signatures.UnknownKey} by unknown keys, {signatures.Unchecked} not verified");
        }

        var verdict = isAttested ? result.AttestedVerdict : result.Verdict;
        var entries = isAttested && result.AttestedEntries is { } attested && attested < result.Entries
            ? $"{attested} of {Count(result.Entries, "entry", "entries")}"
            : Count(result.Entries, "entry", "entries");
        var colour = verdict == ListVerdict.Proven ? Paint.Green : Paint.Red;
        report.Line($"{report.Painted(colour, ListVerification.NameOf(verdict))}: {entries}, {Count(result.Violations, "violation", "violations")}");
    }

    // Silence about what nobody gave anything to compare with.
    private static void WriteAggregate(AggregateFinding aggregate, Report report)
    {
        if (aggregate.Verdict != AggregateVerdict.Unchecked)
        {
            var paint = aggregate.Verdict == AggregateVerdict.Matches ? Paint.Green : Paint.Red;
            report.Line($"boot aggregate  {report.Painted(paint, aggregate.VerdictName)}, by {(aggregate.IsByLog ? "the firmware's log" : "PCR values")}");
        }
    }

    private static void WriteJson(ListVerification result, Report report) => report.Json(json =>
    {
        json.WriteNumber("entries"u8, result.Entries);
        json.WriteString("verdict"u8, result.VerdictName);
        json.WriteNumber("violations"u8, result.Violations);
        if (result.AttestedEntries is { } attested)
        {
            json.WriteNumber("attested"u8, attested);
        }
        else
        {
            json.WriteNull("attested"u8);
        }

        json.WriteString("attested_verdict"u8, ListVerification.NameOf(result.AttestedVerdict));
        json.WriteString("aggregate"u8, result.Aggregate.VerdictName);

        if (result.Signatures is { } signatures)
        {
            json.WriteStartObject("signatures"u8);
            json.WriteNumber("good"u8, signatures.Good);
            json.WriteNumber("unchecked"u8, signatures.Unchecked);
            json.WriteNumber("unknown_key"u8, signatures.UnknownKey);
            json.WriteNumber("bad"u8, signatures.Bad);
            json.WriteEndObject();
        }

        json.WriteStartObject("banks"u8);
        foreach (var bank in result.Banks)
        {
            json.WriteStartObject(HashAlgos.NameOf(bank.Algo));
            json.WriteStartObject("pcrs"u8);
            foreach (var pcr in bank.Pcrs)
            {
                json.WriteStartObject(pcr.Pcr.ToString());
                json.WriteString("value"u8, Hex(pcr.Value));
                json.WriteString("expected"u8, pcr.Expected is { } expected ? Hex(expected) : null);
                if (pcr.Match == PcrMatch.NotCompared)
                {
                    json.WriteNull("matches"u8);
                }
                else
                {
                    json.WriteBoolean("matches"u8, pcr.Matches);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartArray("findings"u8);
        foreach (var finding in result.Findings)
        {
            json.WriteStartObject();
            WriteNumber("index", finding.Index);
            WriteNumber("offset", finding.Offset);
            json.WriteString("kind"u8, finding.KindName);
            json.WriteString("message"u8, finding.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("findings_omitted"u8, result.OmittedFindings);

        void WriteNumber(string name, long? value)
        {
            if (value is { } number)
            {
                json.WriteNumber(name, number);
            }
            else
            {
                json.WriteNull(name);
            }
        }
    });

    private static string Count(long count, string one, string many) => $"{count} {(count == 1 ? one : many)}";

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(bytes.Span);
}
