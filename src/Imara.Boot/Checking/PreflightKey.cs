using Imara.Signatures.Keys;

namespace Imara.Boot.Checking;

/// <summary>A certificate that signatures of files are verified with.</summary>
/// <param name="Path">Where it was read.</param>
/// <param name="Certificate">The certificate.</param>
/// <param name="IsInKeyring">Its key is in <c>.ima</c> or <c>_ima</c> now; null if that cannot be read, or another system is checked.</param>
/// <param name="IsLoadedAtBoot">The loader finds it and adds it before the policy.</param>
public sealed record PreflightKey(string Path, X509Key Certificate, bool? IsInKeyring, bool IsLoadedAtBoot);
