namespace Imara.Evaluation;

/// <summary>The ids and capabilities of a task, as kernel (initial namespace) numbers.</summary>
/// <param name="Uid">Real user id.</param>
/// <param name="Euid">Effective user id.</param>
/// <param name="Suid">Saved user id.</param>
/// <param name="Gid">Real group id.</param>
/// <param name="Egid">Effective group id.</param>
/// <param name="Sgid">Saved group id.</param>
/// <param name="CapEff">Effective capabilities, bit n for capability n.</param>
public readonly record struct Credentials(uint Uid, uint Euid, uint Suid, uint Gid, uint Egid, uint Sgid, ulong CapEff)
{
    private const int CapSetgid = 6;
    private const int CapSetuid = 7;
    private const int CapSysAdmin = 21;

    /// <summary>All capabilities of a current kernel.</summary>
    public const ulong AllCapabilities = 0x1ffffffffff;

    /// <summary>root with every capability.</summary>
    public static Credentials Root => new(0, 0, 0, 0, 0, 0, AllCapabilities);

    /// <summary>True with CAP_SETUID.</summary>
    public bool CanSetUid => Has(CapSetuid);

    /// <summary>True with CAP_SETGID.</summary>
    public bool CanSetGid => Has(CapSetgid);

    /// <summary>True with CAP_SYS_ADMIN.</summary>
    public bool CanAdminister => Has(CapSysAdmin);

    /// <summary>True with the capability of this number.</summary>
    public bool Has(int capability) => (CapEff & (1UL << capability)) != 0;
}
