using Imara.Policy.Rules;

namespace Imara.Evaluation.Expectations;

/// <summary>A class that is expected to be won or ended, and what is asked of the rule that does it; null: anything.</summary>
/// <param name="Class">The class.</param>
/// <param name="File">Name of the policy file, as given.</param>
/// <param name="Line">Line of the rule, from 1.</param>
/// <param name="Pcr">The PCR, for measure.</param>
/// <param name="Template">The template, for measure.</param>
public sealed record ExpectedAction(ActionClass Class, string? File = null, int? Line = null, int? Pcr = null, string? Template = null);
