using Imara.Policy.Rules;

namespace Imara.Policy.Kernels;

/// <summary>What could be read about the running kernel; null: it could not.</summary>
/// <param name="Release"><c>uname -r</c>.</param>
/// <param name="Config">The configuration it was built with.</param>
/// <param name="CryptoTable">The algorithms of /proc/crypto.</param>
public sealed record RunningKernelFacts(string? Release, KernelConfig? Config, HashAlgoSet? CryptoTable);
