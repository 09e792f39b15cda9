using Imara.Appraisal.Labelling;
using Imara.Engine.Files;
using Imara.Signatures;

namespace Imara.Appraisal.Tests.Archives;

/// <summary>Writes <c>04 04 sha256</c> to each file that does not have it.</summary>
internal sealed class HashAction : FileAction
{
    public override FileOutcome Act(IFileView file)
    {
        var label = ImaXattrWriter.Write(file.Hash(HashAlgo.Sha256)!);
        return file.Xattr(ProtectedXattrs.Ima).Value.Span.SequenceEqual(label)
            ? new FileOutcome(FileStatusWord.Unchanged)
            : new FileOutcome(FileStatusWord.Written) { First = new XattrChange(ProtectedXattrs.Ima, label) };
    }
}
