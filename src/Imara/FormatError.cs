namespace Imara;

/// <summary>Why bytes from outside were refused, and where.</summary>
/// <param name="Offset">Byte offset in the input, from 0, at which reading stopped.</param>
/// <param name="Message">Lower-case sentence without a final period.</param>
public readonly record struct FormatError(long Offset, string Message)
{
    /// <summary>The error of an element that lies <paramref name="offset"/> bytes further into an outer input.</summary>
    public FormatError Shift(long offset) => this with { Offset = Offset + offset };

    /// <inheritdoc/>
    public override string ToString() => $"offset {Offset}: {Message}";
}
