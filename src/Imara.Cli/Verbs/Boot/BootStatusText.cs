using Imara.Boot.InForce;
using Imara.Boot.Status;
using Imara.Cli.Output;
using Imara.Policy.Parsing;

namespace Imara.Cli.Verbs.Boot;

/// <summary>The status of a machine as text.</summary>
internal static class BootStatusText
{
    /// <summary>Writes it.</summary>
    public static void Write(BootStatus status, PolicyReadBack? readBack, RuleContext context, Report report)
    {
        var facts = status.Facts;
        Row("IMA", facts.HasIma ? "present" + At(", started", status.Started) : facts.HasSecurityFs ? "not there" : "not to be seen: securityfs is not mounted", report);
        if (status is { Mode: { } mode, Policy: { } policy, BootAggregate: { } aggregate })
        {
            Row("mode", StatusWords.Of(mode, status.CommandLine), report);
            var rules = policy.Lines is { } lines ? $"{lines} {(lines == 1 ? "rule" : "rules")}{(policy.Source == PolicySourceKind.Record ? ", as recorded when it was loaded" : string.Empty)}" : "not readable";
            Row("policy", $"{policy.State.ToString().ToLowerInvariant()}{At(", loaded", status.PolicyLoaded)}; its file is {StatusWords.Of(policy.File)}; {rules}", report);
            Row("list", $"{Known(facts.Measurements)} measurements, {Known(facts.Violations)} violations", report);
            Row("aggregate", AggregateOf(aggregate), report);
        }

        Row("kernel", context.Kernel.Release.Length > 0 ? $"{context.Kernel.Name} {context.Kernel.Release}" : context.Kernel.Name, report);
        Row("LSM", facts.Lsm is { } lsm ? ByteString.Display(System.Text.Encoding.Latin1.GetBytes(lsm)) : "unknown", report);
        Row("Secure Boot", StatusWords.Of(facts.SecureBoot), report);
        Row("EVM", facts.Evm is not { } evm ? "not there" : evm == 0 ? "off" : $"{evm}: {string.Join(", ", StatusWords.EvmMeanings(evm))}", report);
        WriteKeyrings(facts, report);
        if (status.CommandLine is { } line)
        {
            report.Line("command line");
            CommandLineText.Write(line, report);
        }

        if (readBack is not null)
        {
            PolicyReadBackReport.Write(readBack, context, report);
        }
    }

    private static string AggregateOf(BootAggregateCheck aggregate)
    {
        var banks = aggregate.Banks.IsEmpty ? string.Empty : $"; banks {string.Join(", ", aggregate.Banks.Select(HashAlgos.NameOf))}";
        var text = aggregate.Verdict switch
        {
            BootAggregateVerdict.Matches => $"matches {By(aggregate)}, {HashAlgos.NameOf(aggregate.Algo!.Value)}",
            BootAggregateVerdict.Differs => $"differs from {By(aggregate)}, {HashAlgos.NameOf(aggregate.Algo!.Value)}",
            BootAggregateVerdict.NoTpm => "zero: no TPM when IMA started",
            BootAggregateVerdict.Trimmed => "gone from the list",
            _ => $"not compared: {aggregate.Reason}",
        };
        return text + banks;
    }

    private static string By(BootAggregateCheck aggregate) => aggregate.IsByLog ? "the firmware's log" : "the TPM";

    private static void WriteKeyrings(BootFacts facts, Report report)
    {
        if (facts.Keyrings is not { IsEmpty: false } keyrings)
        {
            Row("keyrings", facts.Keyrings is null ? "unknown" : "none that may be viewed", report);
            return;
        }

        foreach (var keyring in keyrings)
        {
            var count = keyring.Count switch { null => "?", 1 => "1 key", var many => $"{many} keys" };
            var keys = keyring.Keys.IsEmpty ? string.Empty : $": {string.Join("; ", keyring.Keys)}";
            Row("keyring", $"{keyring.Name}{(keyring.IsRestricted ? string.Empty : " (open to all keys)")}, {count}{keys}", report);
        }
    }

    private static void Row(string name, string text, Report report) => report.Line($"{name,-12} {text}");

    private static string Known(long? number) => number?.ToString() ?? "?";

    private static string At(string what, TimeSpan? time) => time is { } known ? $"{what} {known.TotalSeconds:F1} s after the kernel" : string.Empty;
}
