namespace Imara.Appraisal.Simulating;

/// <summary>Everything a plan depends on; files with the same key share one.</summary>
internal readonly record struct PlanKey(MountFacts Mount, uint Owner, uint Group, ushort Mode, FileTraits Traits, ulong Reach, int Label);
