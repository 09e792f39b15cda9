namespace Imara.Failures;

/// <summary>An exception of this program whose reason is a sentence for people. What others throw is told by its number, never by its text.</summary>
public interface IToldFailure
{
    /// <summary>A lower-case sentence without a final period.</summary>
    string Sentence { get; }
}
