namespace Imara.Appraisal.Labelling;

/// <summary>Does with each file what the rules that appraise it ask for, and leaves alone what none does.</summary>
/// <param name="appraised">Which appraisals files meet.</param>
/// <param name="choose">The action for a requirement; asked once for each.</param>
/// <param name="readsContent">Whether these actions read content.</param>
public sealed class RequiredAction(AppraisedAs appraised, Func<Requirement, FileAction> choose, bool readsContent = true) : FileAction
{
    private readonly Dictionary<Requirement, FileAction> actions = [];

    /// <inheritdoc/>
    public override bool ReadsContent => readsContent;

    /// <inheritdoc/>
    public override FileOutcome Act(ILabelledFile file)
    {
        if (appraised.RequirementOf(file) is not { } requirement)
        {
            return new FileOutcome(FileStatusWord.Skipped, VerifyAction.NotAppraised);
        }

        if (!actions.TryGetValue(requirement, out var action))
        {
            actions[requirement] = action = choose(requirement);
        }

        return action.Act(file);
    }
}
