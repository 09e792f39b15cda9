using Imara.Policy.Rules;

namespace Imara.Appraisal.Simulating;

/// <summary>What the policy does to files of one kind.</summary>
internal sealed class AccessPlan
{
    /// <summary>The questions that some rule answers, in the kernel's order.</summary>
    public required PlannedAccess[] Accesses { get; init; }

    /// <summary>Those of them that are judged.</summary>
    public required JudgeGroup[] Groups { get; init; }

    /// <summary>Indices of the rules that decide any of them, do and dont rules, each once.</summary>
    public required int[] Rules { get; init; }

    /// <summary>Where the file is measured: each PCR once, with the template of the first question.</summary>
    public required PlannedMeasure[] Measures { get; init; }

    /// <summary>The classes that do rules ask for.</summary>
    public required ActionClass Actions { get; init; }

    /// <summary>Options of all the rules that match.</summary>
    public required RuleOptions Options { get; init; }

    /// <summary>True if it matters whether the file is a script, ELF, or something else.</summary>
    public required bool DependsOnFormat { get; init; }

    /// <summary>True if the content is read.</summary>
    public bool IsHashed => (Actions & (ActionClass.Measure | ActionClass.Appraise | ActionClass.Audit)) != 0;
}
