namespace Imara.Runtime.Usage;

/// <summary>What an open counts as among the users of a file.</summary>
internal enum OpenKind
{
    /// <summary>Neither: no content can be read or written through it.</summary>
    Neither,

    /// <summary>Read-only.</summary>
    Reader,

    /// <summary>Writable, readable or not.</summary>
    Writer,
}
