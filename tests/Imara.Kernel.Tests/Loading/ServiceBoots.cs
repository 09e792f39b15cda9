using Imara.Tests.Shared;

namespace Imara.Kernel.Tests.Loading;

/// <summary>Boots in which one service loads keys and a policy that wants signatures, and others live with it. Named by series, kind of key, and <c>late</c> where the keys come after the policy.</summary>
public sealed class ServiceBoots : GuestBoots
{
    /// <summary>Every program of the file system that the guest mounts has to be signed.</summary>
    public const string Policy = $"appraise func=BPRM_CHECK fsmagic={Access.FileSystem} fowner=0 appraise_type=imasig\n";

    /// <inheritdoc/>
    protected override GuestBoot Boot(string series)
    {
        var words = series.Split(' ');
        var (kernel, key, isLate) = (words[0], words[1], words.Contains("late"));
        var made = NativeBinary.Run(
            "key", "generate", "--leaf", "--type", key, "--subject", "CN=Programs", "--out-key", PathOf(series + ".key"), "--out-cert", PathOf(series + ".der"));
        Assert.True(made.Exit == 0, made.Error);
        string[] files =
        [
            Given("signed-only", Policy), $"{PathOf(series + ".key")}=/lab/ima.key", $"{PathOf(series + ".der")}=/lab/ima.der",
            .. (string[])(isLate ? [Given("late", string.Empty)] : []), .. GuestPrograms.Of("keyctl"),
        ];
        return new(kernel, "services", "ima_appraise=enforce", tpm: false, files);
    }
}
