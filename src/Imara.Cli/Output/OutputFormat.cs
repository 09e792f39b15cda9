namespace Imara.Cli.Output;

/// <summary>The values of `--format`.</summary>
internal enum OutputFormat
{
    /// <summary>For people: aligned, coloured on a terminal.</summary>
    Text,

    /// <summary>One JSON object, or one a line.</summary>
    Json,

    /// <summary>SARIF 2.1.0, where a verb offers it.</summary>
    Sarif,
}
