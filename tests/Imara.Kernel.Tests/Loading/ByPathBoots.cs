namespace Imara.Kernel.Tests.Loading;

/// <summary>Boots without a TPM, in which a policy that denies is loaded by its path.</summary>
public sealed class ByPathBoots : GuestBoots
{
    /// <summary>What is denied: files of two owners, and programs of one.</summary>
    public const string DenyingPolicy = $"""
        appraise func=FILE_CHECK mask=MAY_READ fsmagic={Access.FileSystem} fowner=1001
        appraise func=FILE_CHECK mask=MAY_READ fsmagic={Access.FileSystem} fowner=1002 appraise_type=imasig
        appraise func=BPRM_CHECK fsmagic={Access.FileSystem} fowner=1001

        """;

    /// <inheritdoc/>
    protected override GuestBoot Boot(string series) => new(
        series,
        "by-path",
        "ima_appraise=enforce",
        tpm: false,
        Given("denying-policy", DenyingPolicy),
        Given("policy-without-line-feed", Accesses.Policy));
}
