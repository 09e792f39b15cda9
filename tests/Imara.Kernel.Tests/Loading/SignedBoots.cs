using Imara.Tests.Shared;

namespace Imara.Kernel.Tests.Loading;

/// <summary>Boots whose built-in policy takes signed policies only.</summary>
public sealed class SignedBoots : GuestBoots
{
    /// <inheritdoc/>
    protected override GuestBoot Boot(string series)
    {
        if (!File.Exists(PathOf("ima.key")))
        {
            var made = NativeBinary.Run(
                "key", "generate", "--leaf", "--type", "rsa2048", "--subject", "CN=Policies", "--out-key", PathOf("ima.key"), "--out-cert", PathOf("ima.der"));
            Assert.True(made.Exit == 0, made.Error);
        }

        return new(
            series,
            "signed",
            "ima_policy=secure_boot ima_appraise=enforce",
            tpm: false,
            Given("policy", Accesses.Policy + "\n"),
            $"{PathOf("ima.key")}=/lab/ima.key",
            $"{PathOf("ima.der")}=/lab/ima.der");
    }
}
