namespace Imara.Boot.Installing;

/// <summary>A file that is to be there, or a symbolic link.</summary>
/// <param name="Path">Absolute, in the system that boots.</param>
/// <param name="Mode">Permission bits; 0 for a link.</param>
/// <param name="Text">The content, or what the link leads to.</param>
public sealed record PlannedFile(string Path, int Mode, string Text)
{
    /// <summary>True for a symbolic link.</summary>
    public bool IsLink => Mode == 0;
}
