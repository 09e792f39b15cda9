namespace Imara.Kernel.Tests.Loading;

/// <summary>Boots with a TPM and a built-in policy, in which a policy is loaded line by line.</summary>
public sealed class ByLinesBoots : GuestBoots
{
    /// <summary>The second line is one that no kernel takes.</summary>
    public const string BadPolicy = "measure func=BPRM_CHECK\nmeasure func=NO_CHECK\n";

    /// <inheritdoc/>
    protected override GuestBoot Boot(string series) => new(
        series,
        "by-lines",
        "ima_policy=tcb",
        tpm: true,
        Given("bad-policy", BadPolicy),
        Given("label-policy", "measure func=FILE_CHECK obj_type=etc_t\n"),
        Given("other-policy", "measure func=BPRM_CHECK\n"),
        Given("policy-without-line-feed", Accesses.Policy),
        Given("accesses", Accesses.Script));
}
