using Imara.Diagnostics;

namespace Imara.Cli.Kernels;

/// <summary>What had to be assumed about a kernel.</summary>
/// <param name="all">Takes what matters to everybody.</param>
internal sealed class KernelAssumptions(List<Diagnostic> all)
{
    /// <summary>What matters to everybody.</summary>
    public List<Diagnostic> All => all;

    /// <summary>What matters to who names a hash algorithm.</summary>
    public List<Diagnostic> OfHashes { get; } = [];
}
