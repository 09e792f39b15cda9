using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Imara.Appraisal.Labelling;
using Imara.Appraisal.Simulating;
using Imara.Cli.Input;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Cli.Verbs.Policies;
using Imara.Engine.Boot;
using Imara.Policy.Checking;
using Imara.Policy.CommandLine;
using Imara.Policy.Rules;

namespace Imara.Cli.Verbs.Files;

/// <summary>The options that say by which rules, on which kernel, files are appraised.</summary>
internal sealed class AppraisalOptions
{
    private readonly KernelOptions kernelOptions = new(takesUsual: true);

    private readonly Option<string[]> policy = new("--from-policy")
    {
        Description = "Only what this policy appraises, by what its rules ask for; may be repeated",
        HelpName = "FILE",
    };

    private readonly Option<string[]> subjects = new("--subject")
    {
        Description = "With --from-policy: who accesses the files; may be repeated; default: root, and the first ordinary user of this machine",
        HelpName = "UID[:GID[:LABEL]]",
    };

    private readonly Option<string>? rule;

    /// <summary>The options of one verb.</summary>
    /// <param name="defaultRule">The rule that counts without any option; null: without `--from-policy` every file counts, and no rule is asked.</param>
    public AppraisalOptions(string? defaultRule)
    {
        if (defaultRule is not null)
        {
            rule = new Option<string>("--rule")
            {
                Description = "The rule that files are appraised by, as root",
                HelpName = "RULE",
                DefaultValueFactory = _ => defaultRule,
            };
        }
    }

    /// <summary>Adds them to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Add(policy);
        if (rule is not null)
        {
            command.Add(rule);
        }

        command.Add(subjects);
        kernelOptions.AddAllTo(command);
    }

    /// <summary>True if rules are asked.</summary>
    public bool AreGiven(ParseResult line) => rule is not null || line.GetValue(policy) is { Length: > 0 };

    /// <summary>The first option that is given though there is no policy it could belong to; null if there is none.</summary>
    public string? NameOfUnused(ParseResult line) => line.GetResult(subjects) is not null ? subjects.Name : kernelOptions.NameOfFirst(line);

    /// <summary>Reads the rules.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="report">Takes the reason if that is not possible.</param>
    /// <param name="appraisal">The rules and the kernel.</param>
    public bool TryRead(ParseResult line, Report report, [NotNullWhen(true)] out ChosenAppraisal? appraisal)
    {
        appraisal = null;
        var files = line.GetValue(policy) ?? [];
        if (!kernelOptions.TryChoose(line, report, out var kernel)
            || !SimulationSubjects.TryRead(line.GetValue(subjects) ?? [], report, out var who)
            || !TrySources(line, files, report, out var sources))
        {
            return false;
        }

        var check = PolicyChecker.Check(sources, kernel.Context, kernel.Method);
        PolicyVerb.Tell(check, kernel, report);
        if (!check.IsAccepted)
        {
            return false;
        }

        if (files.Length == 0 && check.Rules is not [{ Action: PolicyAction.Appraise }])
        {
            report.Error("--rule: one appraise rule");
            return false;
        }

        var setup = new EngineSetup
        {
            Kernel = kernel.Profile,
            Boot = new BootParameters { Hash = kernel.Profile.DefaultHash, Template = kernel.Profile.DefaultTemplate, Appraise = AppraiseBits.Enforce },
            Lsm = kernel.Context.Lsm,
        };
        appraisal = new ChosenAppraisal(setup, files.Length > 0 ? () => new AppraisedByPolicy(check.Rules, setup, who) : () => new AppraisedByRule(check.Rules[0], setup));
        return true;
    }

    private bool TrySources(ParseResult line, string[] files, Report report, out ImmutableArray<PolicySource> sources)
    {
        sources = [];
        if (files.Length == 0)
        {
            sources = [new PolicySource("--rule", Encoding.UTF8.GetBytes(line.GetRequiredValue(rule!) + "\n"))];
            return true;
        }

        var read = ImmutableArray.CreateBuilder<PolicySource>();
        foreach (var file in files)
        {
            if (!InputFile.TryRead(file, InputFile.UsualCap, report, out var text))
            {
                return false;
            }

            read.Add(new PolicySource(file, text));
        }

        sources = read.DrainToImmutable();
        return true;
    }
}
