using Imara.Boot.Ladder;
using Imara.Cli.Output;
using Imara.Linux.Files;

namespace Imara.Cli.Verbs.Boot;

/// <summary>Says where a machine stands on the ladder, why a step is refused, and what it changes.</summary>
internal sealed class LadderReport(Report report)
{
    /// <summary>Where it stands.</summary>
    public void WriteState(LadderState state, LadderMachine machine)
    {
        var isInForce = state.Step == LadderStep.None || state.BootId != machine.BootId;
        if (report.Format == OutputFormat.Json)
        {
            report.Json(json =>
            {
                json.WriteString("step"u8, LadderWords.Of(state.Step));
                json.WriteString("policy"u8, state.Step == LadderStep.None ? null : state.Policy);
                json.WriteString("time"u8, state.Step == LadderStep.None ? null : AuditWords.Of(state.Time));
                json.WriteBoolean("booted_since"u8, isInForce);
                json.WriteBoolean("boot_is_good"u8, machine.IsGood);
                json.WriteNumber("failed_boots"u8, machine.Tries);
            });
            return;
        }

        report.Line($"step    {LadderWords.Of(state.Step)}");
        if (state.Step != LadderStep.None)
        {
            report.Line($"policy  {state.Policy}");
            report.Line($"since   {AuditWords.Of(state.Time)}");
            report.Line($"booted  {(isInForce ? "yes" : "not yet: the step is not in force")}");
        }
    }

    /// <summary>Why a step is refused; each reason on standard error, too.</summary>
    public void WriteRefusal(LadderState state, LadderStep wanted, LadderDecision decision)
    {
        foreach (var reason in decision.Reasons)
        {
            report.Error(reason);
        }

        if (report.Format != OutputFormat.Json)
        {
            report.Line($"{LadderWords.Of(wanted)}: refused, the machine stays at {LadderWords.Of(state.Step)}");
            return;
        }

        report.Json(json =>
        {
            json.WriteString("from"u8, LadderWords.Of(state.Step));
            json.WriteString("to"u8, LadderWords.Of(wanted));
            json.WriteBoolean("granted"u8, value: false);
            json.WriteStartArray("reasons"u8);
            foreach (var reason in decision.Reasons)
            {
                json.WriteStringValue(reason);
            }

            json.WriteEndArray();
        });
    }

    /// <summary>What a step changes, and what has to be run then.</summary>
    public void WritePlan(LadderState state, LadderStep step, BootPlan plan, bool isDry)
    {
        var changes = plan.Changes.Where(change => change.IsChange).ToList();
        if (report.Format == OutputFormat.Json)
        {
            report.Json(json =>
            {
                json.WriteString("from"u8, LadderWords.Of(state.Step));
                json.WriteString("to"u8, LadderWords.Of(step));
                json.WriteBoolean("granted"u8, value: true);
                json.WriteBoolean("dry_run"u8, isDry);
                json.WriteStartArray("changes"u8);
                foreach (var change in changes)
                {
                    json.WriteStartObject();
                    json.WriteString("path"u8, change.Path);
                    json.WriteString("diff"u8, UnifiedDiff.Write(change));
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteStartArray("commands"u8);
                foreach (var command in plan.Commands)
                {
                    json.WriteStringValue(command);
                }

                json.WriteEndArray();
            });
            return;
        }

        foreach (var change in changes)
        {
            report.Line(UnifiedDiff.Write(change).TrimEnd('\n'));
        }

        report.Line($"{LadderWords.Of(state.Step)} -> {LadderWords.Of(step)}{(isDry ? ", not done: --dry-run" : string.Empty)}");
        report.Line("then run:");
        foreach (var command in plan.Commands)
        {
            report.Line($"  {command}");
        }

        report.Line("  reboot");
    }

    /// <summary>Asks on the terminal; false without one.</summary>
    public bool Confirms()
    {
        if (!StandardDescriptors.IsTerminal(0) || !report.IsTerminal || report.Format == OutputFormat.Json)
        {
            return false;
        }

        report.Overwrite("imara: change these files? [y/N] ");
        using var answers = new StreamReader(new DescriptorStream(0));
        return answers.ReadLine() is "y" or "Y" or "yes";
    }

    /// <summary>What a boot did to the ladder.</summary>
    public void WriteStepDown(LadderState state, int failed, bool isDown)
    {
        if (report.Format == OutputFormat.Json)
        {
            report.Json(json =>
            {
                json.WriteString("step"u8, LadderWords.Of(state.Step));
                json.WriteNumber("failed_boots"u8, failed);
                json.WriteBoolean("stepped_down"u8, isDown);
            });
            return;
        }

        report.Line(isDown
            ? $"{failed} boots in a row failed: the next one logs (ima_appraise=log)"
            : $"step {LadderWords.Of(state.Step)}, {failed} boots not marked good");
    }
}
