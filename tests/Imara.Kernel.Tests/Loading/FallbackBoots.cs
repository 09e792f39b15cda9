using Imara.Tests.Shared;

namespace Imara.Kernel.Tests.Loading;

/// <summary>Boots whose built-in policy appraises every file of root, and whose policy file has no label.</summary>
public sealed class FallbackBoots : GuestBoots
{
    /// <inheritdoc/>
    protected override GuestBoot Boot(string series)
    {
        var image = PathOf("image");
        if (!File.Exists(image))
        {
            Directory.CreateDirectory(PathOf("tree"));
            File.WriteAllText(PathOf("tree/policy"), Accesses.Policy + "\n");
            var made = Command.Run("sh", ["-c", "truncate -s 4M \"$0\" && /sbin/mkfs.ext4 -q -d \"$1\" \"$0\"", image, PathOf("tree")]);
            Assert.True(made.Exit == 0, made.Error);
        }

        return new(series, "fallback", "ima_policy=appraise_tcb ima_appraise=enforce", tpm: false, $"{image}=/lab/image");
    }
}
