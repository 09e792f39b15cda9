using Imara.Engine.Files;
using Imara.Signatures;

namespace Imara.Appraisal.Labelling;

/// <summary>A file that gets labels: what the engine asks of a file, and what only signing asks.</summary>
public interface ILabelledFile : IFileView
{
    /// <summary>The fs-verity digest that the content would have, computed without the kernel; null if the content cannot be read.</summary>
    /// <param name="algo">The algorithm.</param>
    /// <param name="blockSize">A power of two from 1024 bytes.</param>
    /// <param name="salt">At most 32 bytes.</param>
    Digest? ComputeVerity(VerityAlgo algo, int blockSize, ReadOnlySpan<byte> salt);

    /// <summary>Where the file really is, below the root of its system, whatever path led to it: rules count modules by their place.</summary>
    ByteString RealPath => Path;

    /// <summary>The first error that reading the content met.</summary>
    Errno Failure => Errno.None;
}
