namespace Imara.Traces.Scenarios;

/// <summary>A scenario or a file of known data that cannot be read or replayed; caught where a line is turned into a prediction.</summary>
internal sealed class TraceFailure : Exception
{
    public TraceFailure(string message)
        : base(message)
    {
    }

    public TraceFailure(string message, Exception inner)
        : base(message, inner)
    {
    }

    public TraceFailure()
    {
    }
}
