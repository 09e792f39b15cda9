using Imara.Failures;

namespace Imara.Hashing;

/// <summary>Work that needs a library which this system does not have, or not as it is needed. The message says which, for people.</summary>
/// <param name="message">Such as <c>libssl.so.3 is missing</c>.</param>
public sealed class MissingLibraryException(string message) : Exception(message), IToldFailure
{
    /// <inheritdoc/>
    public string Sentence { get; } = message;
}
