using System.Globalization;
using System.Text;
using Imara.Boot.Discovery;
using Imara.Boot.Machine;
using Imara.Linux.Files;

namespace Imara.Boot.InForce;

/// <summary>Reads what a machine shows of the policy in force. Nothing is written, and the policy file is not opened for writing.</summary>
public static class InForceReader
{
    /// <summary>Reads the facts.</summary>
    /// <param name="root">The folder that holds <c>sys</c>, <c>proc</c>, <c>dev</c> and <c>run</c>; <c>/</c> for this machine.</param>
    /// <returns>Null if there is no IMA to be seen.</returns>
    public static InForceFacts? Read(string root)
    {
        if (!ImaDirectory.TryFind(root, out var ima))
        {
            return null;
        }

        var state = ima.PolicyState;
        var record = new LoadRecord(root);
        using var log = new KernelLog(Path.Combine(root, "dev/kmsg"));
        return new InForceFacts
        {
            File = state,
            ReadBack = (state & PolicyFileState.Readable) != 0 && WholeFile.Read(ima.PolicyPath, out var text) == Errno.None ? (ReadOnlyMemory<byte>?)text : null,
            Record = record.TryRead(out var recorded, out var written) ? (ReadOnlyMemory<byte>?)recorded : null,
            Recorded = written,
            Closed = ClosedAt(ima, state),
            Started = StartedAt(root),
            Log = log.All(),
        };
    }

    /// <summary>When a file, the link that names it or the folder it is in changed last; null if that cannot be read.</summary>
    /// <remarks>The time of the inode: nobody sets it, while that of the content can be put back.</remarks>
    public static DateTimeOffset? ChangedAt(string path)
    {
        var bytes = Encoding.UTF8.GetBytes(path);
        var folder = Encoding.UTF8.GetBytes(Path.GetDirectoryName(path) ?? "/");
        return FileStatus.Read(bytes, out var file) == Errno.None && FileStatus.ReadLink(bytes, out var link) == Errno.None && FileStatus.Read(folder, out var above) == Errno.None
            ? new[] { file.Changed, link.Changed, above.Changed }.Select(time => time.ToDateTimeOffset()).Max()
            : null;
    }

    // The removal of the policy file is what changes the folder in securityfs.
    private static DateTimeOffset? ClosedAt(ImaDirectory ima, PolicyFileState state) =>
        state == PolicyFileState.Gone && FileStatus.Read(Encoding.UTF8.GetBytes(ima.Path), out var status) == Errno.None ? status.Modified.ToDateTimeOffset() : null;

    private static DateTimeOffset? StartedAt(string root) =>
        WholeFile.Read(Path.Combine(root, "proc/uptime"), out var text) == Errno.None
        && double.TryParse(Encoding.ASCII.GetString(text).Split(' ')[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.UtcNow - TimeSpan.FromSeconds(seconds)
            : null;
}
