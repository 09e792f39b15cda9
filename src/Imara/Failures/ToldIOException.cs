namespace Imara.Failures;

/// <summary>Reading or writing failed, for a reason that is told as it stands.</summary>
/// <param name="sentence">A lower-case sentence without a final period, with the place where it is known.</param>
/// <param name="number">The number of the system's error; 0 if there is none.</param>
public sealed class ToldIOException(string sentence, int number = 0) : IOException(sentence, number), IToldFailure
{
    /// <inheritdoc/>
    public string Sentence { get; } = sentence;
}
