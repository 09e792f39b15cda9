namespace Imara.Engine.Appraisal;

/// <summary>The verdict on one file.</summary>
/// <param name="Status">The outcome.</param>
/// <param name="Cause">The cause as audit records name it; empty where there is none.</param>
/// <param name="IsSigned">The file counts as signed from now on: writers are refused.</param>
public readonly record struct AppraisalVerdict(AppraisalStatus Status, string Cause, bool IsSigned);
