namespace Imara.Appraisal.Labelling;

/// <summary>Says of each file why what it needs cannot be done.</summary>
/// <param name="cause">Why.</param>
public sealed class ImpossibleAction(string cause) : FileAction
{
    /// <inheritdoc/>
    public override FileOutcome Act(ILabelledFile file) => new(FileStatusWord.Failed, cause);
}
