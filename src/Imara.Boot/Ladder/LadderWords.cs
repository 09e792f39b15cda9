namespace Imara.Boot.Ladder;

/// <summary>The names of steps.</summary>
public static class LadderWords
{
    /// <summary>The name of a step, as the state file and messages have it.</summary>
    public static string Of(LadderStep step) => step switch
    {
        LadderStep.Measure => "measure",
        LadderStep.Log => "log",
        LadderStep.Trial => "trial",
        LadderStep.Enforce => "enforce",
        _ => "none",
    };

    internal static LadderStep? StepOf(string name)
    {
        foreach (var step in Enum.GetValues<LadderStep>())
        {
            if (step != LadderStep.None && Of(step) == name)
            {
                return step;
            }
        }

        return null;
    }
}
