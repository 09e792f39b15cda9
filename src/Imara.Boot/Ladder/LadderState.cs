namespace Imara.Boot.Ladder;

/// <summary>Where a machine stands.</summary>
/// <param name="Step">The step that was reached last; it is in force from the next boot on.</param>
/// <param name="Policy">The policy file.</param>
/// <param name="PolicyDigest">SHA-256 of it, in hexadecimal digits.</param>
/// <param name="BootId">The boot in which the step was reached, as <c>/proc/sys/kernel/random/boot_id</c> names it.</param>
/// <param name="Time">When it was reached.</param>
public sealed record LadderState(LadderStep Step, string Policy, string PolicyDigest, string BootId, DateTimeOffset Time)
{
    /// <summary>A machine that has not entered the ladder.</summary>
    public static LadderState Ground { get; } = new(LadderStep.None, string.Empty, string.Empty, string.Empty, DateTimeOffset.UnixEpoch);
}
