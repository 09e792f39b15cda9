namespace Imara.Linux.Processes;

/// <summary>What came from the other end of a <see cref="Lifeline"/>.</summary>
public enum LifelineNews
{
    /// <summary>Nothing in the time given.</summary>
    None,

    /// <summary>It said something.</summary>
    Told,

    /// <summary>It is closed: the process ended, or closed it.</summary>
    Gone,
}
