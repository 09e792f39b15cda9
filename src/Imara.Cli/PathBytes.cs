using Imara.Cli.Arguments;

namespace Imara.Cli;

/// <summary>Paths and other words of the command line as the bytes they were.</summary>
internal static class PathBytes
{
    /// <summary>The bytes of an argument, or of a part of one.</summary>
    public static byte[] Of(string text) => ArgumentText.Encode(text);

    /// <summary>The bytes of each of several arguments, such as those of a command.</summary>
    public static byte[][] OfAll(IReadOnlyList<string> texts) => [.. texts.Select(ArgumentText.Encode)];
}
