namespace Imara.Runtime.Recording;

/// <summary>What a recording has said about one file.</summary>
/// <param name="number">Number of the inode in the recording.</param>
internal sealed class FileNote(int number)
{
    public int Number => number;

    /// <summary>Its attributes were not told yet, or may have changed.</summary>
    public bool NeedsAttributes { get; set; } = true;

    /// <summary>Mode, owner or attributes have changed since its last operation.</summary>
    public bool HasChangedAttributes { get; set; }

    /// <summary>The change cookie seen last; time stamps do not go into a recording, their order does.</summary>
    public ulong? LastCookie { get; set; }

    /// <summary>How often the cookie has moved.</summary>
    public ulong Moves { get; set; }
}
