namespace Imara.Policy.Loading;

/// <summary>A policy file the kernel was told to read by its path.</summary>
/// <param name="Errno">Why it could not be read, or why reading it was denied; <see cref="Imara.Errno.None"/> if it was read.</param>
/// <param name="Content">The bytes.</param>
public readonly record struct PolicyFile(Errno Errno, ReadOnlyMemory<byte> Content);
