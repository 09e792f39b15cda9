using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Covering;

/// <summary>Which conditions a rule has, without their values.</summary>
/// <param name="Class">Its class.</param>
/// <param name="Func">Its func.</param>
/// <param name="Mask">Its mask, where it says more than the func.</param>
/// <param name="Equal">The facts compared for equality, a bit each; see <see cref="RuleFacts"/>.</param>
/// <param name="Above">The ids with a lower limit.</param>
/// <param name="Below">The ids with an upper limit.</param>
internal readonly record struct RuleShape(ActionClass Class, PolicyFunc Func, MaskCondition? Mask, uint Equal, byte Above, byte Below)
{
    /// <summary>True if a rule of this shape and of a fitting func may cover the rule that <paramref name="narrow"/> is about.</summary>
    public bool MayCover(in RuleFacts narrow) =>
        (Equal & ~narrow.Shape.Equal) == 0 && (Above & ~narrow.Limited(narrow.Shape.Above)) == 0 && (Below & ~narrow.Limited(narrow.Shape.Below)) == 0;
}
