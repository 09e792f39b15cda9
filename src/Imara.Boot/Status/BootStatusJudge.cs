using System.Collections.Immutable;
using Imara.Boot.CommandLine;
using Imara.Boot.Machine;
using Imara.Policy.BuiltIn;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Boot.Status;

/// <summary>Judges what a machine tells about IMA.</summary>
/// <remarks>docs/reference/boot.md 1 and 5, policy.md 1, measurement-list.md 7.1.</remarks>
public sealed class BootStatusJudge
{
    private const string Allocated = "Allocated hash algorithm: ";

    private readonly BootFacts facts;
    private readonly RuleContext context;
    private readonly List<StatusFinding> findings = [];

    private BootStatusJudge(BootFacts facts, RuleContext context)
    {
        this.facts = facts;
        this.context = context;
    }

    /// <summary>Judges.</summary>
    /// <param name="facts">What was read.</param>
    /// <param name="context">The kernel and its security module.</param>
    /// <param name="isTemplateFormat">Says whether a text is a format of known fields, for <c>ima_template_fmt=</c>.</param>
    public static BootStatus Judge(BootFacts facts, RuleContext context, Func<string, bool> isTemplateFormat)
    {
        var judge = new BootStatusJudge(facts, context);
        var line = facts.CommandLine is { } text ? CommandLineJudge.Judge(text.Span, context.Kernel, facts.SecureBoot, isTemplateFormat) : null;
        var status = facts.HasIma ? judge.JudgePresent(line) : judge.JudgeAbsent();
        judge.JudgeCommandLine(line);
        return status with { CommandLine = line, Findings = [.. judge.findings.OrderByDescending(finding => finding.Severity)] };
    }

    private void Find(FindingSeverity severity, string message, string? help = null) => findings.Add(new StatusFinding(severity, message, help));

    private BootStatus JudgeAbsent()
    {
        if (!facts.HasSecurityFs)
        {
            Find(FindingSeverity.Unknown, "securityfs is not mounted, so IMA cannot be seen", "mount -t securityfs securityfs /sys/kernel/security");
        }

        if (facts.IsConfigured == false)
        {
            Find(
                FindingSeverity.Unknown, "the kernel is built without IMA",
                "boot a kernel built with CONFIG_IMA=y, and for appraisal CONFIG_IMA_APPRAISE=y and CONFIG_IMA_APPRAISE_BOOTPARAM=y");
        }
        else if (facts.HasSecurityFs)
        {
            var cause = facts.IsConfigured == true
                ? "though the kernel is built with it: it is switched off, or hidden from this container"
                : "and the configuration of the kernel could not be read";
            Find(FindingSeverity.Unknown, $"there is no IMA here, {cause}", "look for CONFIG_IMA=y in the kernel's configuration, and run this on the host");
        }

        return new BootStatus { Facts = facts, Findings = [] };
    }

    private BootStatus JudgePresent(CommandLineReport? line)
    {
        var log = facts.Log ?? [];
        var loaded = log.FirstOrDefault(one => one.IsPolicyCompleted)?.Time;
        var policy = PolicyInForce.Of(facts.InForce, line?.Boot, context, loaded is not null);
        var aggregate = BootAggregateCheck.Of(facts.ListStart, facts.HasTpm, facts.Pcrs, facts.Evidence);
        var mode = line is null ? ImaMode.UnknownRules : ImaModes.Of(line.Boot.Appraise, policy.Rules);
        JudgePolicy(policy, line, mode);
        JudgeHash(line, log);
        JudgeList(aggregate);
        JudgeMachine();
        return new BootStatus
        {
            Facts = facts,
            Policy = policy,
            Mode = mode,
            BootAggregate = aggregate,
            Started = log.FirstOrDefault(one => one.Text.Contains(Allocated, StringComparison.Ordinal))?.Time,
            PolicyLoaded = loaded,
            Findings = [],
        };
    }

    private void JudgeCommandLine(CommandLineReport? line)
    {
        if (line is null)
        {
            Find(FindingSeverity.Unknown, "the kernel command line could not be read");
            return;
        }

        findings.AddRange(CommandLineFindings.Of(line));
    }

    private void JudgePolicy(PolicyInForce policy, CommandLineReport? line, ImaMode mode)
    {
        if (policy.Rules is null)
        {
            var why = policy.State == PolicyInForceState.Custom
                ? "a policy was loaded, this kernel lets nobody read it, and nobody recorded it"
                : "this kernel lets nobody read the policy, and does not show whether one was loaded";
            Find(FindingSeverity.Note, why, "`imara boot load --policy FILE` says whether it is that one, and records it; a kernel built with CONFIG_IMA_READ_POLICY=y shows it");
        }
        else if ((facts.InForce.File & PolicyFileState.Readable) != 0 && facts.InForce.ReadBack is null)
        {
            Find(FindingSeverity.Unknown, "the policy could not be read", "run this as root");
        }

        var mayHaveMore = facts.SecureBoot == SecureBootState.On && !(facts.Log ?? []).Any(line => line.Text.Contains("No architecture policies found", StringComparison.Ordinal));
        if (mayHaveMore && policy is { Rules: not null, Source: not PolicySourceKind.ReadBack })
        {
            Find(FindingSeverity.Note, "under Secure Boot a kernel built with CONFIG_IMA_ARCH_POLICY=y adds rules of its own, which do not show here");
        }

        if (policy.Unparsed > 0)
        {
            Find(FindingSeverity.Unknown, $"{policy.Unparsed} of {policy.Lines} rules in force are not understood", "give the kernel's version and options with --kernel or --config");
        }

        if (mode == ImaMode.Disabled)
        {
            Find(FindingSeverity.Note, "no rule measures or appraises", "boot with ima_policy=tcb, or load a policy");
        }

        // A policy that was loaded takes the place of what the command line asked for.
        if (policy.State == PolicyInForceState.Custom && line is { Boot.Policies: { IsEmpty: false } asked } && asked.Any(one => one != BuiltInPolicy.FailSecurely))
        {
            Find(FindingSeverity.Note, "the loaded policy took the place of the built-in ones of the command line");
        }

        var isOff = line is { Boot.Appraise: AppraiseBits.None } && context.Kernel.Is(KernelOption.Appraise);
        if (isOff && policy.Rules is { } rules && rules.Any(rule => rule.Action == PolicyAction.Appraise))
        {
            Find(FindingSeverity.Error, "the policy has appraise rules, and ima_appraise=off takes their effect away");
        }
    }

    // A parameter on the line is no proof that it took effect; the kernel's log is.
    private void JudgeHash(CommandLineReport? line, ImmutableArray<KernelMessage> log)
    {
        var started = log.FirstOrDefault(one => one.Text.Contains(Allocated, StringComparison.Ordinal))?.Text;
        if (line is null || started is null || !HashAlgos.TryParse(started.AsSpan(started.LastIndexOf(' ') + 1), out var algo) || algo == line.Boot.Hash)
        {
            return;
        }

        var isAsked = line.Parameters.Any(parameter => parameter.State == ParameterState.Effective && parameter.Word.Is("ima_hash"));
        Find(
            isAsked ? FindingSeverity.Error : FindingSeverity.Note,
            $"IMA started with the hash {HashAlgos.NameOf(algo)}, not with {HashAlgos.NameOf(line.Boot.Hash)} as {(isAsked ? "ima_hash= asks" : "this kernel's options say")}",
            isAsked ? "look for `ima:` in the kernel's log" : null);
    }

    private void JudgeList(BootAggregateCheck aggregate)
    {
        switch (aggregate.Verdict)
        {
            case BootAggregateVerdict.Differs:
                Find(FindingSeverity.Error, $"boot_aggregate is not what the firmware measured: {aggregate.Reason}", "the list is of another boot, or one of both was changed");
                break;
            case BootAggregateVerdict.Trimmed:
                Find(FindingSeverity.Error, aggregate.Reason!, "only a verifier with an earlier state can vouch for this list");
                break;
            case BootAggregateVerdict.NoTpm when facts.HasTpm:
                Find(FindingSeverity.Error, $"boot_aggregate is zero: {aggregate.Reason}; nothing extends its PCRs in this boot", "build the driver of the TPM into the kernel");
                break;
            case BootAggregateVerdict.NoTpm:
                Find(FindingSeverity.Note, "boot_aggregate is zero: there is no TPM, so nothing vouches for the list");
                break;
            case BootAggregateVerdict.Unchecked when facts.Pcrs.IsEmpty || aggregate.Algo is null:
                Find(FindingSeverity.Unknown, $"boot_aggregate could not be compared: {aggregate.Reason}", "run this as root");
                break;
            case BootAggregateVerdict.Unchecked:
                Find(
                    FindingSeverity.Unknown, $"boot_aggregate could not be compared: {aggregate.Reason}",
                    "the firmware's log would tell: /sys/kernel/security/tpm0/binary_bios_measurements, as root");
                break;
            default:
                break;
        }

        foreach (var remark in aggregate.Remarks)
        {
            Find(FindingSeverity.Note, remark);
        }

        if (facts.Measurements is null)
        {
            Find(FindingSeverity.Unknown, "the length of the measurement list could not be read", "run this as root");
        }

        if (facts.Violations is null)
        {
            Find(FindingSeverity.Unknown, "the number of violations could not be read", "run this as root");
        }
        else if (facts.Violations > 0)
        {
            Find(FindingSeverity.Note, $"{facts.Violations} violations: files were written while others read them, so that their measurements are void");
        }
    }

    private void JudgeMachine()
    {
        if (facts.SecureBoot == SecureBootState.Unknown)
        {
            Find(FindingSeverity.Note, "whether Secure Boot is on could not be read", "mount -t efivarfs efivarfs /sys/firmware/efi/efivars");
        }

        if (facts.Log is null)
        {
            Find(FindingSeverity.Note, "the kernel's log could not be read, so it is not known when IMA started", "run this as root");
        }

        if (facts.Keyrings is null)
        {
            Find(FindingSeverity.Note, "the keyrings could not be read");
        }

        foreach (var line in (facts.Log ?? []).Where(line => line.IsPolicyFailed))
        {
            Find(FindingSeverity.Note, $"a policy was refused {line.Time.TotalSeconds:F1} s after the start of the kernel", "imara policy check says why");
        }
    }
}
