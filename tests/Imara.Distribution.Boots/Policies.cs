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

    /// <summary>Programs and libraries of root are what their digests say; what has no attributes, an initramfs above all, is left out.</summary>
    public const string Appraising = """
        dont_appraise fsmagic=0x9fa0
        dont_appraise fsmagic=0x62656572
        dont_appraise fsmagic=0x858458f6
        dont_appraise fsmagic=0x01021994
        measure func=BPRM_CHECK
        appraise func=BPRM_CHECK fowner=0
        appraise func=MMAP_CHECK mask=MAY_EXEC fowner=0

        """;

    /// <summary>The same, and the initramfs counts, too.</summary>
    public static string AppraisingInitramfs => Appraising.Replace("dont_appraise fsmagic=0x858458f6\n", string.Empty, StringComparison.Ordinal);

    /// <summary>As <see cref="Appraising"/>, and they are signed.</summary>
    public static string AppraisingSignatures => Appraising.Replace("fowner=0", "fowner=0 appraise_type=imasig", StringComparison.Ordinal);
}
