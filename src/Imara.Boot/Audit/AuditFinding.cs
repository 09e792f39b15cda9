using Imara.Boot.Audit.Reading;
using Imara.Policy.CommandLine;

namespace Imara.Boot.Audit;

/// <summary>Records that say the same of the same file and the same process name, as one.</summary>
public sealed class AuditFinding
{
    internal AuditFinding(IntegrityRecord sample, AuditCause cause, AppraiseBits? mode)
    {
        Sample = sample;
        Cause = cause;
        Mode = mode;
    }

    /// <summary>One of the records, the first one read; pid, number and time are its own.</summary>
    public IntegrityRecord Sample { get; }

    /// <summary>What it means.</summary>
    public AuditCause Cause { get; }

    /// <summary>The mode of appraisal in the boot of these records; null if it is not known.</summary>
    public AppraiseBits? Mode { get; }

    /// <summary>How often, and when.</summary>
    public AuditTally Tally { get; internal set; }

    /// <summary>How the file was reached, where system calls were logged, too.</summary>
    public AccessWays Ways { get; internal set; }

    /// <summary>The program that was refused, where system calls were logged, too; empty if not, or if it is not always the same.</summary>
    public ByteString Executable { get; internal set; }

    /// <summary>What happened, as far as the record tells without the policy.</summary>
    public AuditOutcome Outcome => Sample.IsFailure || Cause.Outcome == AuditOutcome.Unmeasured ? Cause.Outcome : AuditOutcome.Information;

    /// <summary>What became of the access.</summary>
    public AuditVerdict Verdict => Outcome switch
    {
        AuditOutcome.Information => AuditVerdict.Information,
        AuditOutcome.Unmeasured => AuditVerdict.Unmeasured,
        AuditOutcome.Denied => AuditVerdict.Denied,
        _ when Tally.Denied > 0 => AuditVerdict.Denied,
        _ when Tally.Allowed > 0 && Tally.Allowed == Tally.Count => AuditVerdict.WouldBeDenied,
        _ => Mode switch
        {
            null => AuditVerdict.Refused,
            _ when (Mode & AppraiseBits.Enforce) != 0 => AuditVerdict.Denied,
            _ => AuditVerdict.WouldBeDenied,
        },
    };

    /// <summary>True if the access was denied, would be denied in mode enforce, or one of both.</summary>
    public bool IsRefusal => Verdict is AuditVerdict.Denied or AuditVerdict.WouldBeDenied or AuditVerdict.Refused;
}
