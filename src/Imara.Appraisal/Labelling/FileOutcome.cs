namespace Imara.Appraisal.Labelling;

/// <summary>The decision about one file.</summary>
/// <param name="Status">What is to be said of it.</param>
/// <param name="Cause">Why, in the words of audit records where they have one; empty where the status says all.</param>
/// <param name="Errno">What the kernel said, where it is the reason.</param>
public readonly record struct FileOutcome(FileStatusWord Status, string Cause = "", Errno Errno = Errno.None)
{
    /// <summary>The content or an attribute could not be read.</summary>
    public static FileOutcome Unreadable { get; } = new(FileStatusWord.Unreadable);

    /// <summary>A single file that is mounted from another file system.</summary>
    internal static FileOutcome OnOtherFileSystem { get; } = new(FileStatusWord.Skipped, "other-filesystem");

    /// <summary>The key that the signature at stake names; null if no signature is.</summary>
    public NamedKey? Signer { get; init; }

    /// <summary>What the path given leads to, where it is a symbolic link; null where it is none.</summary>
    public ByteString? Target { get; init; }

    /// <summary>Attributes to write, in this order: security.evm last, because it covers the others.</summary>
    public XattrChange First { get; init; }

    /// <summary>The second one; without a name if there is none.</summary>
    public XattrChange Second { get; init; }
}
