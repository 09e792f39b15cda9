using Imara.Signatures.Keys;

namespace Imara.Boot.Loading;

/// <summary>A certificate and the kernel's answer to it.</summary>
/// <param name="File">Where it is from.</param>
/// <param name="Keyring">The name of the keyring.</param>
/// <param name="Serial">The serial number of the key; 0 if it was not added.</param>
/// <param name="Errno">The answer; or why the file or the keyring cannot be used.</param>
/// <param name="Certificate">What was given; null if it cannot be read as a certificate, which the kernel is asked about all the same.</param>
public sealed record LoadedKey(string File, string Keyring, int Serial, Errno Errno, X509Key? Certificate)
{
    /// <summary>What is wrong besides the kernel's answer: the file could not be read, or there is no keyring; null otherwise.</summary>
    public string? Obstacle { get; init; }
}
