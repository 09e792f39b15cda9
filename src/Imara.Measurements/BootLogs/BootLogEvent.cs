using System.Collections.Immutable;

namespace Imara.Measurements.BootLogs;

/// <summary>An event of a boot log that was extended.</summary>
/// <param name="Pcr">0 to 23.</param>
/// <param name="Digests">What each bank was extended with; algorithms without a name in the kernel are left out.</param>
public readonly record struct BootLogEvent(int Pcr, ImmutableArray<Digest> Digests);
