using Imara.Policy.Rules;

namespace Imara.Policy.Kernels;

/// <summary>What could be read about the running kernel; null: it could not.</summary>
/// <param name="Release"><c>uname -r</c>.</param>
/// <param name="Config">The configuration it was built with.</param>
/// <param name="CryptoTable">The hash algorithms of /proc/crypto.</param>
/// <param name="Schemes">The ways to sign of /proc/crypto.</param>
public sealed record RunningKernelFacts(string? Release, KernelConfig? Config, HashAlgoSet? CryptoTable, SignatureSchemes? Schemes = null);
