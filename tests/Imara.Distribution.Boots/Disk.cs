using Imara.Tests.Shared;

namespace Imara.Distribution.Boots;

/// <summary>A disk with a Debian on which `imara boot install` was run, and the initramfs its own tool made.</summary>
public abstract class Disk : IDisposable
{
    // The policy of every disk: programs are measured once it is in force.
    private const string Policy = "measure func=POLICY_CHECK\nmeasure func=BPRM_CHECK\n";

    private readonly string folder = Directory.CreateTempSubdirectory("imara-disk-").FullName;
    private readonly Lazy<string> made;

    /// <summary>Nothing is made before the first boot.</summary>
    /// <param name="kind">As `eng/lab/disk` takes it.</param>
    /// <param name="options">Options of `imara boot install`.</param>
    protected Disk(string kind, params string[] options)
    {
        made = new(() =>
        {
            var policy = Path.Combine(folder, "policy");
            File.WriteAllText(policy, Policy);
            var lab = Command.Run(Repository.PathOf("eng/lab/disk"), [kind, NativeBinary.Path, policy, folder, .. options]);
            Assert.True(lab.Exit == 0, lab.Error);
            return Path.Combine(folder, "disk");
        });
    }

    /// <summary>Boots the disk as it is.</summary>
    /// <param name="arguments">More arguments for the kernel.</param>
    internal DiskBoot Boot(string arguments = "") => DiskBoot.Of(folder, made.Value, arguments);

    /// <summary>Boots a copy of the disk with another policy, or with none.</summary>
    internal DiskBoot BootWithPolicy(string? policy)
    {
        var other = made.Value + "-other";
        var text = Path.Combine(folder, "other-policy");
        File.WriteAllText(text, policy);
        const string At = "/etc/ima/ima-policy";
        string[] edits = policy is null ? [$"rm {At}"] : [$"rm {At}", $"write {text} {At}"];
        var lab = Command.Run("sh", ["-c", "cp --sparse=always \"$0\" \"$1\" && shift && for edit; do /sbin/debugfs -w -R \"$edit\" \"$0-other\" || exit; done", made.Value, other, .. edits]);
        Assert.True(lab.Exit == 0, lab.Error);
        try
        {
            return DiskBoot.Of(folder, other, "");
        }
        finally
        {
            File.Delete(other);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
