using Imara.Measurements;

namespace Imara.Appraisal.Simulating;

/// <summary>A measurement that a plan asks for.</summary>
/// <param name="Pcr">The PCR.</param>
/// <param name="Template">The template.</param>
/// <param name="IsVerity">The digest is that of fs-verity; without one there is no entry.</param>
internal readonly record struct PlannedMeasure(int Pcr, Template Template, bool IsVerity);
