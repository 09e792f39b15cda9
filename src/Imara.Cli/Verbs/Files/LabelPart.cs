namespace Imara.Cli.Verbs.Files;

/// <summary>One part of a label.</summary>
/// <param name="Name">Name of the JSON field.</param>
/// <param name="Text">The value for people, and for JSON where it is no number.</param>
/// <param name="Number">The value where it is a number.</param>
internal sealed record LabelPart(string Name, string Text, long? Number = null)
{
    /// <summary>The name for people.</summary>
    public string Title => Name.Replace('_', ' ');
}
