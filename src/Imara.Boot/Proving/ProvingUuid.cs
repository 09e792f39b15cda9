using System.Text;
using Imara.Boot.CommandLine;
using Imara.Linux.Files;
using Imara.Linux.ProcFs;

namespace Imara.Boot.Proving;

/// <summary>The UUID of the copy: that of the system's own root, so that rules with <c>fsuuid=</c> mean the same.</summary>
public static class ProvingUuid
{
    /// <summary>Finds it.</summary>
    /// <param name="commandLine">The command line of the system, which may name it.</param>
    /// <param name="root">The system.</param>
    /// <returns>Another one where it cannot be found.</returns>
    public static Guid Of(string commandLine, string root)
    {
        const string Uuid = "UUID=";
        var named = CommandLineWords.Split(Encoding.UTF8.GetBytes(commandLine)).LastOrDefault(word => word.Is("root")).Value?.ToString();
        if (named is not null && named.StartsWith(Uuid, StringComparison.Ordinal) && Guid.TryParse(named.AsSpan(Uuid.Length), out var found))
        {
            return found;
        }

        return FileStatus.Read(Encoding.UTF8.GetBytes(root), out var status) == Errno.None && SuperBlockUuid.Read(status.Device, out found) == Errno.None ? found : Guid.NewGuid();
    }
}
