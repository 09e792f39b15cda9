namespace Imara.Boot.Discovery;

/// <summary>A place where a policy may lie.</summary>
/// <param name="Path">The file.</param>
/// <param name="Origin">Who looks there: <c>systemd</c>, <c>dracut</c>, or the setting that names it.</param>
internal sealed record PolicyPlace(string Path, string Origin);
