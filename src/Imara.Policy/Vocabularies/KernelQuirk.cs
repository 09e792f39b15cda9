using Imara.Policy.Kernels;

namespace Imara.Policy.Vocabularies;

/// <summary>A row of the version table and whether one kernel has it.</summary>
/// <param name="Row">The row.</param>
/// <param name="IsOn">True if it has.</param>
public sealed record KernelQuirk(KernelFeatureRow Row, bool IsOn);
