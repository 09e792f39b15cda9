using System.CommandLine;
using Imara.Appraisal.Simulating;
using Imara.Boot.Audit.Rules;
using Imara.Boot.Ladder;
using Imara.Cli.Input;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Cli.Verbs.Policies;
using Imara.Engine.Boot;
using Imara.Hashing;
using Imara.Policy.Checking;
using Imara.Policy.CommandLine;

namespace Imara.Cli.Verbs.Boot;

/// <summary>`imara boot enable`: the ladder from measuring to enforcing, each step only when the one before is clean.</summary>
internal sealed class BootEnableVerb : PolicyVerb
{
    private const string UsualPolicy = "etc/ima/ima-policy";

    private readonly Option<string> to = new("--to") { Description = "The step to take; without it, where the machine stands is told", HelpName = "measure|log|enforce" };
    private readonly Option<string?> policy = new("--policy") { Description = "The policy that is loaded at boot; default: etc/ima/ima-policy below the root", HelpName = "FILE" };
    private readonly Option<string> root = new("--root") { Description = "The root of the system, with proc and sys", HelpName = "DIR", DefaultValueFactory = _ => "/" };
    private readonly Option<string?> entry = new("--entry") { Description = "The boot entry that is copied: a file of loader/entries, or a title in the menu of GRUB", HelpName = "NAME" };
    private readonly Option<string[]> certificates = new("--cert") { Description = "A certificate or public key that signatures are verified with; may be repeated", HelpName = "FILE" };
    private readonly Option<bool> noVerify = new("--no-verify") { Description = "Take labels and signatures that the simulation did not check as good" };
    private readonly Option<bool> yes = new("--yes", "-y") { Description = "Change the files without asking" };
    private readonly Option<bool> dryRun = new("--dry-run", "-n") { Description = "Show what would be changed, and change nothing" };
    private readonly Option<string> stepDown = new("--step-down") { Description = "What the units of the ladder run at boot", HelpName = "begin|good" };

    public BootEnableVerb()
        : base(
            "enable",
            "Go step by step from measuring to enforcing, each one only when the one before is clean",
            ["imara boot enable", "imara boot enable --to log --cert /etc/keys/x509_ima.der", "imara boot enable --to enforce --dry-run"],
            OutputFormat.Text, OutputFormat.Json)
    {
        to.AcceptOnlyFromAmong("measure", "log", "enforce");
        stepDown.AcceptOnlyFromAmong("begin", "good");
        Add(to);
        Add(policy);
        Add(root);
        Add(entry);
        Add(certificates);
        Add(noVerify);
        Add(yes);
        Add(dryRun);
        Add(stepDown);
        AddKernelOptions();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        var folder = line.GetRequiredValue(root);
        if (LadderMachine.TryRead(folder, out var machine) is { } missing)
        {
            report.Error($"--root: {missing} is missing: a system that runs is needed");
            return ExitCode.CouldNotTell;
        }

        var store = new LadderStore(folder, report);
        if (!store.TryRead(out var state))
        {
            return ExitCode.CouldNotTell;
        }

        var answer = new LadderReport(report);
        if (line.GetValue(stepDown) is { } part)
        {
            if (line.GetValue(to) is null)
            {
                return new StepDownWork(folder, store, answer, report).Run(part == "good", state, machine!);
            }

            report.Error("--to and --step-down exclude each other");
            return ExitCode.CouldNotTell;
        }

        if (line.GetValue(to) is not { } name)
        {
            answer.WriteState(state, machine!);
            return ExitCode.Yes;
        }

        var wanted = name switch
        {
            "measure" => LadderStep.Measure,
            "log" => LadderStep.Log,
            _ => LadderStep.Enforce,
        };
        if (!TryFindFacts(line, state, wanted, machine!, report, out var facts))
        {
            return ExitCode.CouldNotTell;
        }

        var decision = LadderRules.Decide(state, wanted, facts);
        if (!decision.IsGranted)
        {
            answer.WriteRefusal(state, wanted, decision);
            return ExitCode.No;
        }

        var plan = PlanOf(decision, state, folder, machine!, line.GetValue(entry));
        if (!plan.Problems.IsEmpty)
        {
            foreach (var problem in plan.Problems)
            {
                report.Error(problem);
            }

            return ExitCode.CouldNotTell;
        }

        answer.WritePlan(state, decision.Step, plan, line.GetValue(dryRun));
        if (line.GetValue(dryRun))
        {
            return ExitCode.Yes;
        }

        if (!line.GetValue(yes) && !answer.Confirms())
        {
            report.Error("nothing was changed: --yes changes the files without asking");
            return ExitCode.CouldNotTell;
        }

        var reached = new LadderState(decision.Step, facts.Policy, facts.PolicyDigest, facts.BootId, DateTimeOffset.UtcNow);
        return store.TryApply(plan) && store.TryWrite(reached) && store.TryWriteTries(0) ? ExitCode.Yes : ExitCode.CouldNotTell;
    }

    private static BootPlan PlanOf(LadderDecision decision, LadderState state, string folder, LadderMachine machine, string? entry)
    {
        var files = BootEntryFiles.Of(folder);
        var plan = decision.Step == LadderStep.Trial ? LadderUnits.Plan(folder, Environment.ProcessPath ?? string.Empty) : BootPlan.Empty;
        plan = decision.DefaultMode is { } mode ? plan.With(DefaultEntries.Plan(files, mode)) : plan;
        return plan.With(decision.OtherMode is { } other ? OwnEntry.Plan(files, other, machine.Release, entry)
            : state.Step >= LadderStep.Trial ? OwnEntry.PlanRemoval(files) : BootPlan.Empty);
    }

    private bool TryFindFacts(ParseResult line, LadderState state, LadderStep wanted, LadderMachine machine, Report report, out LadderFacts facts)
    {
        var folder = line.GetRequiredValue(root);
        var path = line.GetValue(policy) ?? Path.Combine(folder, UsualPolicy);
        facts = new LadderFacts { BootId = machine.BootId, Policy = path, PolicyDigest = state.PolicyDigest, IsSecureBoot = machine.IsSecureBoot, BootIsGood = machine.IsGood };
        var needs = LadderRules.NeedsOf(state, wanted);
        if (needs == LadderNeeds.None)
        {
            // Down, or where it stands: the policy is not asked, it may be what the machine is to be saved from.
            facts = facts with { Policy = state.Policy.Length > 0 ? state.Policy : path, PolicyDigest = state.PolicyDigest.Length > 0 ? state.PolicyDigest : new string('0', 64) };
            return true;
        }

        var certificatePaths = line.GetValue(certificates) ?? [];
        if (Ask(line, [path], report) is not var (check, kernel) || !CertificateFile.TryRead(certificatePaths, report, out var keys))
        {
            return false;
        }

        Tell(check, kernel, report);
        var mode = machine.ModeOn(kernel.Profile);
        facts = facts with
        {
            PolicyDigest = Convert.ToHexStringLower(KernelHash.Compute(HashAlgo.Sha256, check.Sources[0].Text.Span).Bytes),
            PolicyIsAccepted = check.IsAccepted,
            PolicyIsLoaded = machine.HasLoaded(check, kernel.Context),
            Mode = mode,
        };
        if ((needs & LadderNeeds.Simulation) != 0 && check.IsAccepted)
        {
            if (!SimulationSubjects.TryRead([], report, out var subjects))
            {
                return false;
            }

            var simulation = new Simulation(SetupOf(kernel), check.Rules, SimulationMode.Enforce)
            {
                Subjects = subjects,
                Keys = certificatePaths.Length > 0 ? keys : null,
                ReadsContent = true,
            };
            using var progress = new ProgressLine(report, () => $"{simulation.Progress.Files} files");
            facts = facts with { Simulated = LadderSimulation.Run(simulation, folder, check, line.GetValue(noVerify)) };
        }

        if ((needs & LadderNeeds.Audit) != 0)
        {
            facts = facts with { Audited = LadderAudit.Run(folder, new RuleSearch(check.Rules, kernel.Context.Lsm.Kind), mode, report.Note) };
        }

        return true;
    }

    private static EngineSetup SetupOf(ChosenKernel kernel) => new()
    {
        Kernel = kernel.Profile,
        Boot = new BootParameters { Hash = kernel.Profile.DefaultHash, Template = kernel.Profile.DefaultTemplate, Appraise = AppraiseBits.Enforce },
        Lsm = kernel.Context.Lsm,
    };
}
