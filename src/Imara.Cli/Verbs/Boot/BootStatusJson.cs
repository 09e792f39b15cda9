using System.Text.Json;
using Imara.Boot.InForce;
using Imara.Boot.Status;
using Imara.Cli.Output;
using Imara.Policy.Kernels;

namespace Imara.Cli.Verbs.Boot;

/// <summary>The status of a machine as JSON.</summary>
internal static class BootStatusJson
{
    /// <summary>Writes it.</summary>
    public static void Write(BootStatus status, PolicyReadBack? readBack, KernelProfile kernel, Report report) => report.Json(json =>
    {
        var facts = status.Facts;
        json.WriteStartObject("ima"u8);
        json.WriteBoolean("present"u8, facts.HasIma);
        json.WriteBoolean("securityfs"u8, facts.HasSecurityFs);
        WriteBoolean(json, "configured", facts.IsConfigured);
        WriteSeconds(json, "started", status.Started);
        json.WriteEndObject();
        json.WriteString("kernel"u8, StatusWords.Of(kernel));
        json.WriteString("mode"u8, status.Mode is { } mode ? StatusWords.Value(ImaModes.NameOf(mode)) : null);
        json.WriteString("appraise"u8, status.CommandLine is { } line ? StatusWords.WordOf(line.Boot.Appraise) : null);
        WriteCommandLine(json, status);
        WritePolicy(json, status);
        WriteMeasurements(json, status);
        WriteKeyrings(json, facts);
        json.WriteStartArray("lsm"u8);
        foreach (var name in facts.Lsm?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        json.WriteString("secure_boot"u8, StatusWords.Value(StatusWords.Of(facts.SecureBoot)));
        WriteEvm(json, facts.Evm);
        if (readBack is not null)
        {
            PolicyReadBackReport.Write(json, readBack);
        }

        FindingText.Write(json, status.Findings);
    });

    private static void WriteCommandLine(Utf8JsonWriter json, BootStatus status)
    {
        if (status is { CommandLine: { } line, Facts.CommandLine: { } text })
        {
            json.WriteStartObject("cmdline"u8);
            CommandLineText.Write(json, text.Span.TrimEnd((byte)'\n'), line);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("cmdline"u8);
        }
    }

    private static void WritePolicy(Utf8JsonWriter json, BootStatus status)
    {
        if (status.Policy is not { } policy)
        {
            json.WriteNull("policy"u8);
            return;
        }

        json.WriteStartObject("policy"u8);
        json.WriteString("state"u8, policy.State.ToString().ToLowerInvariant());
        json.WriteString("file"u8, StatusWords.Value(StatusWords.Of(policy.File)));
        json.WriteString("source"u8, StatusWords.Of(policy.Source));
        WriteNumber(json, "rules", policy.Lines);
        WriteSeconds(json, "loaded", status.PolicyLoaded);
        json.WriteEndObject();
    }

    private static void WriteMeasurements(Utf8JsonWriter json, BootStatus status)
    {
        if (status.BootAggregate is not { } aggregate)
        {
            json.WriteNull("measurements"u8);
            return;
        }

        json.WriteStartObject("measurements"u8);
        WriteNumber(json, "count", status.Facts.Measurements);
        WriteNumber(json, "violations", status.Facts.Violations);
        json.WriteStartObject("boot_aggregate"u8);
        json.WriteString("verdict"u8, StatusWords.Value(StatusWords.Of(aggregate.Verdict)));
        json.WriteString("algo"u8, aggregate.Algo is { } algo ? HashAlgos.NameOf(algo) : null);
        json.WriteString("digest"u8, aggregate.Algo is null ? null : Convert.ToHexStringLower(aggregate.Digest.Span));
        json.WriteStartArray("banks"u8);
        foreach (var bank in aggregate.Banks)
        {
            json.WriteStringValue(HashAlgos.NameOf(bank));
        }

        json.WriteEndArray();
        json.WriteString("reason"u8, aggregate.Reason);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteKeyrings(Utf8JsonWriter json, BootFacts facts)
    {
        if (facts.Keyrings is not { } keyrings)
        {
            json.WriteNull("keyrings"u8);
            return;
        }

        json.WriteStartArray("keyrings"u8);
        foreach (var keyring in keyrings)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, keyring.Name);
            WriteNumber(json, "keys", keyring.Count);
            json.WriteBoolean("restricted"u8, keyring.IsRestricted);
            json.WriteStartArray("descriptions"u8);
            foreach (var key in keyring.Keys)
            {
                json.WriteTextValue(key.Span);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteEvm(Utf8JsonWriter json, uint? evm)
    {
        if (evm is not { } value)
        {
            json.WriteNull("evm"u8);
            return;
        }

        json.WriteStartObject("evm"u8);
        json.WriteNumber("value"u8, value);
        json.WriteBoolean("hmac"u8, (value & 1) != 0);
        json.WriteBoolean("signatures"u8, (value & 2) != 0);
        json.WriteBoolean("metadata_writes"u8, (value & 4) != 0);
        json.WriteBoolean("require_v3"u8, (value & 8) != 0);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? value)
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

    private static void WriteBoolean(Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } known)
        {
            json.WriteBoolean(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteSeconds(Utf8JsonWriter json, string name, TimeSpan? value)
    {
        if (value is { } time)
        {
            json.WriteNumber(name, time.TotalSeconds);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
