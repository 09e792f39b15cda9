namespace Imara.Boot.Discovery;

/// <summary>A place where a policy may lie.</summary>
/// <param name="Path">The file; where one was found, without symbolic links that would lead out of the root.</param>
/// <param name="Origin">Who looks there: <c>systemd</c>, <c>dracut</c>, or the setting that names it.</param>
public sealed record PolicyPlace(string Path, string Origin)
{
    /// <summary>True if the name is there and leads nowhere: a symbolic link without a target in the system.</summary>
    public bool LeadsNowhere { get; init; }
}
