namespace Imara.Distribution.Boots.Systems;

/// <summary>One system of the matrix, booted by one kernel with <c>ima_appraise=enforce</c>.</summary>
/// <param name="Loader">Who loads the policy.</param>
/// <param name="Labels">What the files carry.</param>
/// <param name="Series">The kernel, as `eng/lab/kernel` takes it.</param>
public sealed record Cell(Loader Loader, Labels Labels, string Series)
{
    /// <summary>All there are.</summary>
    public static IReadOnlyList<Cell> All { get; } =
    [
        .. from loader in Enum.GetValues<Loader>()
           from labels in Enum.GetValues<Labels>()
           from series in (string[])["6.1", "6.12"]
           select new Cell(loader, labels, series),
    ];

    /// <summary>
    /// Whether such a machine can come up at all: the kernel needs a key before the first signature it checks (docs/reference/boot.md 3), which PID 1
    /// does not give it, and the algorithm of the signatures.
    /// </summary>
    public bool CanComeUp => Labels == Labels.Digests || (Loader != Loader.PidOne && !(Labels == Labels.P256 && Series == "6.1"));

    /// <summary>Where the policy is: PID 1 and `boot load` look at one place, and what our unit alone is to load has to be elsewhere.</summary>
    public string PolicyPath => Loader == Loader.Unit ? SystemdDisk.PolicyPath : Policies.UsualPath;

    /// <inheritdoc/>
    public override string ToString() => $"{Loader}-{Labels}-{Series}";
}
