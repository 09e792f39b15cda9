using Imara.Signatures;

namespace Imara.Appraisal.Labelling;

/// <summary>Tells the labels: the outcome carries security.ima and security.evm as they are, without a name what the file lacks.</summary>
public sealed class ShowAction : FileAction
{
    /// <inheritdoc/>
    public override bool ReadsContent => false;

    /// <inheritdoc/>
    public override FileOutcome Act(ILabelledFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var ima = file.Xattr(ProtectedXattrs.Ima);
        var evm = file.Xattr(ProtectedXattrs.Evm);
        var failed = ima.Errno is Errno.None or Errno.ENODATA ? evm.Errno : ima.Errno;
        return failed is not Errno.None and not Errno.ENODATA
            ? new FileOutcome(FileStatusWord.Unreadable, string.Empty, failed)
            : new FileOutcome(FileStatusWord.Shown)
            {
                First = ima.Errno == Errno.None ? new XattrChange(ProtectedXattrs.Ima, ima.Value.ToArray()) : default,
                Second = evm.Errno == Errno.None ? new XattrChange(ProtectedXattrs.Evm, evm.Value.ToArray()) : default,
            };
    }
}
