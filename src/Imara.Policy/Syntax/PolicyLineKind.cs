namespace Imara.Policy.Syntax;

/// <summary>What a line of a policy holds.</summary>
public enum PolicyLineKind
{
    /// <summary>Nothing, or blanks only.</summary>
    Blank,

    /// <summary>The first byte that is no blank is <c>#</c>.</summary>
    Comment,

    /// <summary>The first byte is <c>/</c>: the kernel takes the line as the path of a policy file.</summary>
    Path,

    /// <summary>Anything else: a rule, good or bad.</summary>
    Rule,
}
