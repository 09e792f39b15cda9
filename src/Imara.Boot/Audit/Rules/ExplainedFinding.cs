namespace Imara.Boot.Audit.Rules;

/// <summary>A finding with what the machine and the policy tell about it.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="File">Its file as it is now; null if it was not found.</param>
/// <param name="Suspects">The rules that can have made it; null without a policy, and where rules have no part in it.</param>
/// <param name="Verdict">What became of the access.</param>
public sealed record ExplainedFinding(AuditFinding Finding, RecordedFile? File, RuleSuspects? Suspects, AuditVerdict Verdict)
{
    /// <summary>True if the access was denied, or would be in mode enforce.</summary>
    public bool IsRefusal => Verdict is AuditVerdict.Denied or AuditVerdict.WouldBeDenied or AuditVerdict.Refused;
}
