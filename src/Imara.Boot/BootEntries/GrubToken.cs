namespace Imara.Boot.BootEntries;

/// <summary>What a script of GRUB is made of.</summary>
internal enum GrubToken
{
    /// <summary>The end of the text.</summary>
    End,

    /// <summary>A word.</summary>
    Word,

    /// <summary>A line feed or <c>;</c>.</summary>
    Separator,

    /// <summary><c>{</c></summary>
    Open,

    /// <summary><c>}</c></summary>
    Close,
}
