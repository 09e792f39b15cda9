namespace Imara.Boot.Audit.Reading;

/// <summary>The end of a system call as auditd logs it (<c>type=SYSCALL</c>).</summary>
/// <param name="Time">As in the records of the same event.</param>
/// <param name="Serial">As in the records of the same event.</param>
/// <param name="Success">True if the call succeeded, so that nothing was denied.</param>
/// <param name="Way">How the call reached a file.</param>
/// <param name="Executable">The program that called; empty if it is not told.</param>
public sealed record SystemCallRecord(DateTimeOffset Time, ulong Serial, bool Success, AccessWays Way, ByteString Executable);
