using Imara.Tests.Shared;

namespace Imara.Kernel.Tests.Loading;

/// <summary>Boots in which something else loaded the policy, and PID 1 said so.</summary>
public sealed class AnnouncedBoots : GuestBoots
{
    /// <inheritdoc/>
    protected override GuestBoot Boot(string series)
    {
        var (key, certificate) = (PathOf(series + ".key"), PathOf(series + ".der"));
        var made = NativeBinary.Run("key", "generate", "--leaf", "--type", "rsa2048", "--subject", "CN=Keys", "--out-key", key, "--out-cert", certificate);
        Assert.True(made.Exit == 0, made.Error);
        return new(series, "announced", "", tpm: false, [$"{key}=/lab/ima.key", $"{certificate}=/lab/ima.der", .. GuestPrograms.Of("keyctl")]);
    }
}
