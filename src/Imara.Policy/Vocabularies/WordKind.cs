namespace Imara.Policy.Vocabularies;

/// <summary>Where a word of the rule language stands.</summary>
public enum WordKind
{
    /// <summary>The action of a rule.</summary>
    Action,

    /// <summary>A value of <c>func=</c>.</summary>
    Func,

    /// <summary>A key, or <c>permit_directio</c>.</summary>
    Key,

    /// <summary>A value of <c>mask=</c>.</summary>
    Mask,

    /// <summary>A value of <c>template=</c>.</summary>
    Template,

    /// <summary>A value of <c>appraise_type=</c>.</summary>
    AppraiseType,

    /// <summary>A value of <c>digest_type=</c>.</summary>
    DigestType,

    /// <summary>A name in the list of <c>appraise_algos=</c>.</summary>
    Hash,
}
