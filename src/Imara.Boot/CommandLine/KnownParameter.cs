using Imara.Policy.Kernels;

namespace Imara.Boot.CommandLine;

/// <summary>A parameter of the reference, and the kernels that know it.</summary>
/// <param name="Name">The name, with underscores.</param>
/// <param name="Meaning">What it does.</param>
/// <param name="Since">The first version that knows it; null: older than all here.</param>
/// <param name="Until">The first version that does not know it any more; null: none.</param>
/// <param name="Needs">The build options without which it does nothing.</param>
/// <param name="NeedsValue">The kernel knows it with <c>=</c> only.</param>
internal sealed record KnownParameter(
    string Name, string Meaning, KernelVersion? Since = null, KernelVersion? Until = null, KernelOption Needs = KernelOption.None, bool NeedsValue = false)
{
    /// <summary>True if kernels of this version know the name.</summary>
    public bool IsIn(KernelVersion version) => (Since is not { } since || version >= since) && (Until is not { } until || version < until);
}
