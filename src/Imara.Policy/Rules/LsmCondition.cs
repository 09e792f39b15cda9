namespace Imara.Policy.Rules;

/// <summary>An LSM condition such as <c>obj_type=bin_t</c>.</summary>
/// <param name="Key">What it looks at.</param>
/// <param name="Label">The text of the rule.</param>
/// <param name="IsDefined">False if no active LSM knew the text when the rule was loaded: the rule is kept, hidden in the read-back, and never matches.</param>
public sealed record LsmCondition(LsmKey Key, ByteString Label, bool IsDefined);
