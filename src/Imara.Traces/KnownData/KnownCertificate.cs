namespace Imara.Traces.KnownData;

/// <summary>A certificate built into a kernel, and the place of its measurement among the keys loaded at boot.</summary>
internal sealed record KnownCertificate(string Kernel, string Keyring, int Order, byte[] Der);
