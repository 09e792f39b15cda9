namespace Imara.Boot.Installing;

/// <summary>One step of a plan.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="File">With which file.</param>
public sealed record InstallStep(StepKind Kind, PlannedFile File);
