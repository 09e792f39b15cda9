using System.Diagnostics.CodeAnalysis;
using System.Text;
using Imara.Linux.Files;

namespace Imara.Boot.Machine;

/// <summary>The folder of IMA's files in securityfs.</summary>
public sealed class ImaDirectory
{
    private const uint OwnerMayWrite = 0x80;
    private const uint OwnerMayRead = 0x100;

    private ImaDirectory(string path) => Path = path;

    /// <summary>The folder, absolute.</summary>
    public string Path { get; }

    /// <summary>The policy file; it may be gone.</summary>
    public string PolicyPath => PathOf("policy");

    /// <summary>What can be done with the policy file. Its mode tells; opening it would count as a failed update.</summary>
    public PolicyFileState PolicyState
    {
        get
        {
            if (FileStatus.Read(Encoding.UTF8.GetBytes(PolicyPath), out var status) != Errno.None)
            {
                return PolicyFileState.Gone;
            }

            return ((status.Mode & OwnerMayRead) != 0 ? PolicyFileState.Readable : 0) | ((status.Mode & OwnerMayWrite) != 0 ? PolicyFileState.Writable : 0);
        }
    }

    /// <summary>The folder of this machine, or of the system below <paramref name="root"/>.</summary>
    /// <param name="root">A folder that holds <c>sys</c>; <c>/</c> for this machine.</param>
    /// <param name="directory">The folder.</param>
    /// <returns>False if IMA is not in the kernel, or securityfs is not mounted.</returns>
    public static bool TryFind(string root, [NotNullWhen(true)] out ImaDirectory? directory)
    {
        foreach (var below in (ReadOnlySpan<string>)["sys/kernel/security/ima", "sys/kernel/security/integrity/ima"])
        {
            var path = System.IO.Path.Combine(root, below);
            if (Directory.Exists(path))
            {
                directory = new ImaDirectory(path);
                return true;
            }
        }

        directory = null;
        return false;
    }

    /// <summary>A file of the folder, such as <c>runtime_measurements_count</c>.</summary>
    public string PathOf(string name) => System.IO.Path.Combine(Path, name);
}
