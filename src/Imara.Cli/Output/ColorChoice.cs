namespace Imara.Cli.Output;

/// <summary>The values of `--color`.</summary>
internal enum ColorChoice
{
    /// <summary>On a terminal that knows them, unless NO_COLOR is set.</summary>
    Auto,

    /// <summary>Always, as for a pager.</summary>
    Always,

    /// <summary>Never.</summary>
    Never,
}
