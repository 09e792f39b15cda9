namespace Imara.Answers;

/// <summary>What became of one of many things that somebody asked about.</summary>
public enum Look
{
    /// <summary>It was looked at, and it is right; or what was asked for was done.</summary>
    Good,

    /// <summary>It was looked at, and it is not right.</summary>
    Bad,

    /// <summary>It was asked for, and nobody knows: unreadable, changed meanwhile, no key, cannot be done.</summary>
    NotLookedAt,

    /// <summary>It was met, and the question is not about it: no rule appraises it, it lies on another file system.</summary>
    LeftOut,
}
