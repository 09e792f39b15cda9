using Imara.Evaluation.Events;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Differences;

/// <summary>What comes of an event in one class; equal outcomes make no difference to anybody.</summary>
/// <remarks>docs/reference/policy.md 4.3.</remarks>
public sealed record ClassOutcome
{
    /// <summary>Nothing is done.</summary>
    public static ClassOutcome Nothing { get; } = new();

    /// <summary>The class is won by a do rule.</summary>
    public bool Does { get; private init; }

    /// <summary>The PCR, for measure.</summary>
    public int? Pcr { get; private init; }

    /// <summary>The name of the template, for measure.</summary>
    public string? Template { get; private init; }

    /// <summary>The options of the event that matter to the class.</summary>
    public RuleOptions Options { get; private init; }

    /// <summary>The algorithms appraisal allows; null: any, or not appraised.</summary>
    public HashAlgoSet? Algos { get; private init; }

    /// <summary>The verdict is kept as that of FILE_CHECK though the event is another.</summary>
    public bool IsAsFile { get; private init; }

    /// <summary>The outcome of <paramref name="actionClass"/> for an event.</summary>
    public static ClassOutcome Of(in PolicyDecision decision, in PolicyEvent e, ActionClass actionClass, KernelProfile kernel)
    {
        if (!decision.Has(actionClass))
        {
            return Nothing;
        }

        var isMeasure = actionClass == ActionClass.Measure;
        var isAppraise = actionClass == ActionClass.Appraise;
        var target = isMeasure ? MeasureTarget.Of(decision, e, kernel) : default;
        return new ClassOutcome
        {
            Does = true,
            Pcr = isMeasure ? target.Pcr : null,
            Template = isMeasure ? target.Template : null,
            Options = decision.Options & RuleEffect.OptionsFor(actionClass),
            Algos = isAppraise ? decision.AppraiseAlgos : null,
            IsAsFile = isAppraise && decision.AppraiseAsFile && e.Func is not PolicyFunc.FileCheck and not PolicyFunc.PostSetattr,
        };
    }
}
