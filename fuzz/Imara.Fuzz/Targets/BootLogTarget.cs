using Imara.Measurements.BootLogs;
using Imara.Measurements.Replay;

namespace Imara.Fuzz.Targets;

/// <summary>Any bytes may be a log of the firmware or of systemd: read or refused inside the input, and what was read replays.</summary>
internal static class BootLogTarget
{
    public static void Run(byte[] input)
    {
        var isFirmware = FirmwareLog.TryRead(input, out var firmware, out var error);
        Property.Holds(isFirmware || (error.Offset >= 0 && error.Offset <= input.Length), "a refusal names an offset of the log");
        var isUser = UserLog.TryRead(input, out var user, out error);
        Property.Holds(isUser || (error.Offset >= 0 && error.Offset <= input.Length), "a refusal names an offset of the log");
        var banks = new BootEvidence { Firmware = firmware, User = user }.ReplayFirmware().Banks;
        Property.Holds(banks.All(bank => bank.Pcrs.Count() == PcrBank.PcrCount), "every PCR of a bank has a value");
    }
}
