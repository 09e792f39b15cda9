using Imara.Signatures;

namespace Imara.Appraisal.Labelling;

/// <summary>Removes labels.</summary>
/// <param name="ima">Remove security.ima.</param>
/// <param name="evm">Remove security.evm.</param>
public sealed class ClearAction(bool ima = true, bool evm = true) : FileAction
{
    /// <inheritdoc/>
    public override bool ReadsContent => false;

    /// <inheritdoc/>
    public override FileOutcome Act(ILabelledFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var imaRead = ima ? file.Xattr(ProtectedXattrs.Ima) : Engine.Files.XattrRead.Missing;
        var evmRead = evm ? file.Xattr(ProtectedXattrs.Evm) : Engine.Files.XattrRead.Missing;
        foreach (var read in (ReadOnlySpan<Engine.Files.XattrRead>)[imaRead, evmRead])
        {
            if (read.Errno is not Errno.None and not Errno.ENODATA)
            {
                return new FileOutcome(FileStatusWord.Failed, string.Empty, read.Errno);
            }
        }

        // security.evm first: an active EVM forbids to change what it protects, not to drop the protection.
        var hasIma = imaRead.Errno == Errno.None;
        var hasEvm = evmRead.Errno == Errno.None;
        var removeIma = new XattrChange(ProtectedXattrs.Ima, null);
        return !hasIma && !hasEvm
            ? new FileOutcome(FileStatusWord.Unchanged)
            : new FileOutcome(FileStatusWord.Removed)
            {
                First = hasEvm ? new XattrChange(ProtectedXattrs.Evm, null) : removeIma,
                Second = hasEvm && hasIma ? removeIma : default,
            };
    }
}
