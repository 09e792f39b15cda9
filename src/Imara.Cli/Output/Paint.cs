namespace Imara.Cli.Output;

/// <summary>Colours of text on a terminal (SGR codes).</summary>
internal enum Paint
{
    /// <summary>Good news.</summary>
    Green = 32,

    /// <summary>Bad news.</summary>
    Red = 31,

    /// <summary>What needs a look.</summary>
    Yellow = 33,

    /// <summary>What may be skipped.</summary>
    Faint = 2,

    /// <summary>A heading.</summary>
    Bold = 1,
}
