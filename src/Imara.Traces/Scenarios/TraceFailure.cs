using Imara.Failures;

namespace Imara.Traces.Scenarios;

/// <summary>A scenario or a file of known data that cannot be read or replayed; caught where a line is turned into a prediction.</summary>
internal sealed class TraceFailure : Exception, IToldFailure
{
    public TraceFailure(string message)
        : base(message) => Sentence = message;

    public TraceFailure(string message, Exception inner)
        : base(message, inner) => Sentence = message;

    public TraceFailure() => Sentence = "a scenario that cannot be replayed";

    /// <inheritdoc/>
    public string Sentence { get; }
}
