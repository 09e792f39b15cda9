using Imara.Failures;

namespace Imara.Compression;

/// <summary>Compressed data is damaged, or ends too early.</summary>
/// <param name="message">A lower-case sentence without a final period.</param>
public sealed class DamagedDataException(string message) : IOException(message), IToldFailure
{
    /// <inheritdoc/>
    public string Sentence { get; } = message;
}
