using System.Collections.Immutable;
using System.Text.Json;
using Imara.Evaluation;
using Imara.Measurements.Replay;

namespace Imara.Traces.Scenarios;

/// <summary>A recorded workload: kernel, command line, processes, policy and operations.</summary>
internal sealed record Scenario
{
    public required string Id { get; init; }

    public required string Kernel { get; init; }

    public required string Boot { get; init; }

    public bool HasTpm { get; init; }

    public required string Lsm { get; init; }

    public ByteString ProcessLabel { get; init; }

    public required IReadOnlyDictionary<int, Credentials> Actors { get; init; }

    public required ImmutableArray<string> Files { get; init; }

    public required ImmutableArray<ByteString> Policy { get; init; }

    /// <summary>What the TPM held when IMA began; null: what the known facts say.</summary>
    public ImmutableArray<BankValues>? BootPcrs { get; init; }

    public required ImmutableArray<TraceOperation> Operations { get; init; }

    public static Scenario Read(JsonElement json) => new()
    {
        Id = json.Text("id"),
        Kernel = json.Text("kernel"),
        Boot = json.OptionalText("boot") ?? string.Empty,
        HasTpm = json.Flag("tpm"),
        Lsm = json.OptionalText("lsm") ?? string.Empty,
        ProcessLabel = json.OptionalText("process_label") is { } label ? new ByteString(label) : ByteString.Empty,
        Actors = json.Properties("actors").ToDictionary(
            actor => int.TryParse(actor.Name, out var number) ? number : throw new TraceFailure($"`{actor.Name}` is no number of an actor"), actor => actor.Value.Credentials()),
        Files = [.. json.Texts("files").Select(PathText.Decode)],
        Policy = [.. json.Items("policy").Select(PolicyLine)],
        BootPcrs = json.Child("boot_pcrs") is not null ? [.. json.Banks("boot_pcrs")] : null,
        Operations = [.. json.Items("ops").Select(TraceOperation.Read)],
    };

    private static ByteString PolicyLine(JsonElement line) => line.ValueKind switch
    {
        JsonValueKind.String => new ByteString(line.GetString()!),
        JsonValueKind.Object => new ByteString(Convert.FromBase64String(line.Text("b64"))),
        _ => throw new TraceFailure("a policy line is no text"),
    };
}
