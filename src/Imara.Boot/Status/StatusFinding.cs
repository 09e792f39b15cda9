namespace Imara.Boot.Status;

/// <summary>Something that was found out about IMA on a machine.</summary>
/// <param name="Severity">What it means for the answer.</param>
/// <param name="Message">What it is.</param>
/// <param name="Help">What to do; null: nothing.</param>
/// <param name="IsOfParameter">It says of a parameter of the command line what <see cref="BootStatus.CommandLine"/> says of it too.</param>
public sealed record StatusFinding(FindingSeverity Severity, string Message, string? Help = null, bool IsOfParameter = false);
