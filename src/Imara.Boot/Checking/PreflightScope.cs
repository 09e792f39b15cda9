using System.Collections.Immutable;
using Imara.Appraisal.Labelling;
using Imara.Appraisal.Simulating;
using Imara.Boot.Installing;
using Imara.Diagnostics;
using Imara.Policy.Rules;
using Imara.Signatures.Keys;

namespace Imara.Boot.Checking;

/// <summary>One preflight at work: what is asked, what follows from it at once, and what was found so far.</summary>
internal sealed class PreflightScope
{
    private readonly List<PreflightFinding> found = [];

    /// <summary>Looks for init and for the loader.</summary>
    public PreflightScope(PreflightQuestion question)
    {
        Question = question;
        Init = InitPath.Find(question.Root, StartWords.InitOf(question.CommandLine), out var problem);
        InitProblem = problem;
        Installed = [.. InstalledLoader.Of(question.Root).Where(loader => loader.System != InitSystem.Systemd || !StartWords.IsMasked(question.CommandLine, InstalledCheck.Unit))];
        Loader = LoaderChoice.Of(Programs.RootedPath.Resolve("/", question.PolicyPath) ?? question.PolicyPath, LoaderSearch.In(question.Root, Init, Installed), question.LoadedBy);
        foreach (var key in question.Keys)
        {
            Keyring.Add(key.Certificate);
        }
    }

    /// <summary>What is asked.</summary>
    public PreflightQuestion Question { get; }

    /// <summary>The path of init in the system; null: it has none, for the reason in <see cref="InitProblem"/>.</summary>
    public string? Init { get; }

    /// <summary>Why there is no init.</summary>
    public string InitProblem { get; }

    /// <summary>What `imara boot install` put into the system, and the command line does not switch off.</summary>
    public IReadOnlyList<InstalledLoader> Installed { get; }

    /// <summary>Who loads the policy.</summary>
    public LoaderChoice Loader { get; }

    /// <summary>The rules of the command line and of the build, which the system starts under until the policy takes their place; in the initramfs it does before init is started.</summary>
    public ImmutableArray<PolicyRule> Before => Loader.By == LoadedBy.Initramfs ? [] : [.. Question.Setup.Boot.DefaultRules(Question.Setup.Kernel)];

    /// <summary>The keys of all certificates that are known.</summary>
    public Keyring Keyring { get; } = new();

    /// <summary>What was found.</summary>
    public IReadOnlyList<PreflightFinding> Found => found;

    /// <summary>True if files are refused at all: where nothing is, nobody is locked out, whatever the labels are.</summary>
    public bool Refuses => Question.Mode == SimulationMode.Enforce;

    /// <summary>True if the policy appraises something.</summary>
    public bool Appraises => Question.Check.Rules.Any(rule => rule.Action == PolicyAction.Appraise);

    /// <summary>What a file that is refused makes of the load.</summary>
    public PreflightVerdict Denied => Refuses ? PreflightVerdict.WillLockOut : PreflightVerdict.Safe;

    /// <summary>What a doubt about files makes of it.</summary>
    public PreflightVerdict Unseen => Refuses && Appraises ? PreflightVerdict.Unproven : PreflightVerdict.Safe;

    /// <summary>Keeps a finding.</summary>
    public void Add(DiagnosticDescriptor kind, PreflightTopic topic, PreflightVerdict means, string subject, params ReadOnlySpan<string> arguments) =>
        found.Add(PreflightFinding.Of(kind, topic, means, subject, arguments));

    /// <summary>Keeps findings.</summary>
    public void Add(IEnumerable<PreflightFinding> findings) => found.AddRange(findings);

    /// <summary>A policy as it appraises what somebody does to files.</summary>
    /// <param name="rules">Its rules.</param>
    /// <param name="subjects">Who; none given: root.</param>
    /// <param name="areMapped">The files are programs and libraries, whatever they are called.</param>
    public AppraisedByPolicy Appraised(ImmutableArray<PolicyRule> rules, ImmutableArray<Subject> subjects = default, bool areMapped = false) =>
        new(rules, Question.Setup, subjects.IsDefault ? [Subject.Root] : subjects) { AreMapped = areMapped };
}
