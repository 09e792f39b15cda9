using Imara.Appraisal.Labelling;

namespace Imara.Appraisal.Tests.Archives;

/// <summary>Decides as told.</summary>
internal sealed class FixedAction(Func<ILabelledFile, FileOutcome> decide) : FileAction
{
    public override FileOutcome Act(ILabelledFile file) => decide(file);
}
