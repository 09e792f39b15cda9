using System.Collections.Immutable;
using Imara.Measurements.BootLogs;

namespace Imara.Measurements.Replay;

/// <summary>The logs that say what was extended before and after IMA started.</summary>
/// <remarks>docs/reference/measurement-list.md 7.2.</remarks>
public sealed record BootEvidence
{
    /// <summary>The firmware's log; null: none, or none that can be read.</summary>
    public FirmwareLog? Firmware { get; init; }

    /// <summary>systemd's log; null: none, or none that can be read.</summary>
    public UserLog? User { get; init; }

    /// <summary>What is wrong with the logs.</summary>
    public ImmutableArray<ListFinding> Findings { get; init; } = [];

    /// <summary>Reads the logs.</summary>
    /// <param name="firmware">The firmware's log; null: not given. An empty one, which some virtual TPMs show, is none.</param>
    /// <param name="user">systemd's log; null: not given.</param>
    /// <param name="isUserLogOpen">True if the sticky bit of systemd's log is set: its last extend is not in it.</param>
    /// <param name="bootId">The boot that is running, as <c>random/boot_id</c> gives it; null: not known.</param>
    public static BootEvidence Read(ReadOnlyMemory<byte>? firmware, ReadOnlyMemory<byte>? user, bool isUserLogOpen = false, string? bootId = null)
    {
        var findings = ImmutableArray.CreateBuilder<ListFinding>();
        FirmwareLog? log = null;
        if (firmware is { IsEmpty: true })
        {
            Add(ListFindingKind.BootLogIncomplete, "the firmware's log is empty");
        }
        else if (firmware is { } bytes && !FirmwareLog.TryRead(bytes.Span, out log, out var error))
        {
            Add(ListFindingKind.BootLogUnusable, $"the firmware's log: {error}");
        }

        UserLog? userLog = null;
        if (user is { } text && !UserLog.TryRead(text.Span, out userLog, out var reason))
        {
            Add(ListFindingKind.BootLogUnusable, $"systemd's log: {reason}");
        }
        else if (userLog?.BootId is { } boot && bootId is not null && !boot.Equals(bootId.Replace("-", string.Empty, StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase))
        {
            Add(ListFindingKind.BootLogUnusable, "systemd's log is of another boot");
            userLog = null;
        }
        else if (userLog is not null && isUserLogOpen)
        {
            Add(ListFindingKind.BootLogIncomplete, "systemd's log lacks its last extend: the file has the sticky bit");
        }

        return new BootEvidence { Firmware = log, User = userLog, Findings = findings.ToImmutable() };

        void Add(ListFindingKind kind, string message) => findings.Add(new ListFinding(Index: null, Offset: null, kind, message));
    }

    /// <summary>What the PCRs held when the kernel took over: the replay of the firmware's log, every PCR of every bank that it has.</summary>
    /// <returns>No banks without a log.</returns>
    public PcrValues ReplayFirmware() => Replay(bank => { });

    /// <summary>What the PCRs hold after the extends of systemd, too.</summary>
    internal PcrValues ReplayAll() => Replay(bank => Extend(bank, User?.Events ?? []));

    private static void Extend(PcrBank bank, ImmutableArray<BootLogEvent> events)
    {
        foreach (var one in events)
        {
            if (one.Digests.FirstOrDefault(digest => digest.Algo == bank.Algo) is { } digest)
            {
                bank.Extend(one.Pcr, digest.Bytes);
            }
        }
    }

    private PcrValues Replay(Action<PcrBank> then)
    {
        var values = new PcrValues();
        foreach (var algo in Firmware?.Banks ?? [])
        {
            using var bank = new PcrBank(algo);
            var start = new byte[HashAlgos.DigestSize(algo)];
            start[^1] = Firmware!.StartupLocality;
            bank.SetValue(0, start);
            Extend(bank, Firmware.Events);
            then(bank);
            for (var pcr = 0; pcr < PcrBank.PcrCount; pcr++)
            {
                values.Bank(algo).Set(pcr, bank.Value(pcr));
            }
        }

        return values;
    }
}
