using System.Text.Json;

namespace Imara.Traces.Scenarios;

/// <summary>Why a file that people write cannot be read, in words of ours.</summary>
internal static class BadInput
{
    /// <summary>True for what reading such a file may throw.</summary>
    public static bool Is(Exception error) => error is JsonException or TraceFailure or InvalidOperationException or FormatException or ArgumentException;

    /// <summary>The reason.</summary>
    public static string Reason(Exception error) => error switch
    {
        TraceFailure told => told.Sentence,
        JsonException { LineNumber: > 0 and var line, BytePositionInLine: var at } => $"no JSON: line {line + 1}, byte {at + 1}",
        JsonException { BytePositionInLine: { } at } => $"no JSON: byte {at + 1}",
        JsonException => "no JSON",
        InvalidOperationException => "a value of another kind than it must be",
        _ => "a value of another form than it must be",
    };
}
