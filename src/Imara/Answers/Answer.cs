namespace Imara.Answers;

/// <summary>The answer about many things; the number is the exit status. The worst counts: <see cref="CouldNotTell"/> before <see cref="No"/> before <see cref="Yes"/>.</summary>
public enum Answer
{
    /// <summary>All of it was looked at, and all of it is right.</summary>
    Yes = 0,

    /// <summary>All of it was looked at, and something is not right.</summary>
    No = 1,

    /// <summary>Something that was asked for was not looked at, or there was nothing to look at.</summary>
    CouldNotTell = 2,
}
