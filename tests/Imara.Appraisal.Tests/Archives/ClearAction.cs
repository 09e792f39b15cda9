using Imara.Appraisal.Labelling;
using Imara.Engine.Files;
using Imara.Signatures;

namespace Imara.Appraisal.Tests.Archives;

/// <summary>Removes the labels of each file.</summary>
internal sealed class ClearAction : FileAction
{
    public override FileOutcome Act(IFileView file) => file.Xattr(ProtectedXattrs.Ima).Errno == Errno.ENODATA
        ? new FileOutcome(FileStatusWord.Unchanged)
        : new FileOutcome(FileStatusWord.Removed) { First = new XattrChange(ProtectedXattrs.Ima, null) };
}
