using Imara.Appraisal.Labelling;
using Imara.Engine.Files;

namespace Imara.Appraisal.Tests.Archives;

/// <summary>Decides as told.</summary>
internal sealed class FixedAction(Func<ILabelledFile, FileOutcome> decide) : FileAction
{
    public override FileOutcome Act(IFileView file) => decide((ILabelledFile)file);
}
