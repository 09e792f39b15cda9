using Imara.Appraisal.Labelling;
using Imara.Engine.Files;
using Imara.Evaluation;
using Imara.Signatures;

namespace Imara.Boot.Checking;

/// <summary>A file of root's that is not there yet when a policy is checked, and that will have no label.</summary>
/// <param name="fileSystem">What it lies on.</param>
/// <param name="path">A path that says what it is used for.</param>
/// <param name="mode">Its mode.</param>
internal sealed class UnlabelledFile(PseudoFileSystem fileSystem, string path, ushort mode) : ILabelledFile
{
    /// <inheritdoc/>
    public InodeKey Key => new(0, 0);

    /// <inheritdoc/>
    public FileFacts Facts { get; } = new() { FsMagic = fileSystem.Magic, FsName = new ByteString(System.Text.Encoding.ASCII.GetBytes(fileSystem.FsName)) };

    /// <inheritdoc/>
    public ByteString Path { get; } = new(System.Text.Encoding.ASCII.GetBytes(path));

    /// <inheritdoc/>
    public ushort Mode => mode;

    /// <inheritdoc/>
    public uint Uid => 0;

    /// <inheritdoc/>
    public uint Gid => 0;

    /// <inheritdoc/>
    public ulong Size => 1;

    /// <inheritdoc/>
    public ulong? ChangeCookie => null;

    /// <inheritdoc/>
    public int OpenWriters => 0;

    /// <inheritdoc/>
    public int OpenReaders => 0;

    /// <inheritdoc/>
    public bool IsWritablyMapped => false;

    /// <inheritdoc/>
    public RealInode? Real => null;

    /// <inheritdoc/>
    public bool IsUnverifiable => false;

    /// <inheritdoc/>
    public Digest? Hash(HashAlgo algo) => Digest.Zero(algo);

    /// <inheritdoc/>
    public Digest? Verity() => null;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? Content() => null;

    /// <inheritdoc/>
    public XattrRead Xattr(string name) => fileSystem.HasAttributes ? XattrRead.Missing : new XattrRead(Errno.EOPNOTSUPP, default);

    /// <inheritdoc/>
    public Digest? ComputeVerity(VerityAlgo algo, int blockSize, ReadOnlySpan<byte> salt) => null;
}
