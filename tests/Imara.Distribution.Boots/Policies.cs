namespace Imara.Distribution.Boots;

/// <summary>Policies of the disks.</summary>
internal static class Policies
{
    /// <summary>Where PID 1 of systemd, and `imara boot load`, look for the policy.</summary>
    public const string UsualPath = "/etc/ima/ima-policy";

    /// <summary>Programs are measured once it is in force.</summary>
    public const string Good = "measure func=POLICY_CHECK\nmeasure func=BPRM_CHECK\n";

    /// <summary>No kernel takes its second line.</summary>
    public const string Bad = "measure func=BPRM_CHECK\nmeasure func=NO_CHECK\n";
}
