using System.Collections.Immutable;
using System.Text.Json;
using Imara.Evaluation;

namespace Imara.Traces.Scenarios;

/// <summary>One recorded operation without what a kernel decided.</summary>
/// <remarks>docs/reference/corpus.md, Operations and Predicting a scenario.</remarks>
internal sealed record TraceOperation
{
    public required int Number { get; init; }

    public required string Phase { get; init; }

    public required int Actor { get; init; }

    public required string Name { get; init; }

    /// <summary>Arguments with <c>%xx</c> resolved.</summary>
    public required ImmutableArray<string> Arguments { get; init; }

    /// <summary>Credentials after the operation; null: unchanged.</summary>
    public required Credentials? Creds { get; init; }

    /// <summary>Credentials of the program that an operation <c>exec</c> begins; null: what mode and owner of the file make of the actor's.</summary>
    public Credentials? ExecCreds { get; init; }

    public TraceTarget? Target { get; init; }

    public required ImmutableArray<TraceTarget> Also { get; init; }

    public ByteString? Subject { get; init; }

    public Errno OutsideError { get; init; }

    /// <summary>The UUID an operation <c>fsuuid</c> has read.</summary>
    public string? Note { get; init; }

    public static TraceOperation Read(JsonElement json) => new()
    {
        Number = json.Number("n"),
        Phase = json.Text("phase"),
        Actor = json.Number("actor"),
        Name = json.Text("op"),
        Arguments = [.. json.Texts("args").Select(PathText.Decode)],
        Creds = json.Child("creds") is { } creds ? creds.Credentials() : null,
        ExecCreds = json.Child("exec_creds") is { } after ? after.Credentials() : null,
        Target = json.Child("target") is { } target ? TraceTarget.Read(target) : null,
        Also = [.. json.Items("also").Select(TraceTarget.Read)],
        Subject = json.OptionalText("subj") is { } subject ? new ByteString(subject) : null,
        OutsideError = json.OptionalText("errno_outside") is { } errno ? ParseErrno(errno) : Errno.None,
        Note = json.TryGetProperty("note", out var note) && note.ValueKind == JsonValueKind.String ? note.GetString() : null,
    };

    private static Errno ParseErrno(string name) =>
        Enum.TryParse<Errno>(name, out var errno) && errno != Errno.None ? errno : throw new TraceFailure($"`{name}` is no error number known here");
}
