using System.Text;
using Imara.Boot.Discovery;
using Imara.Linux.Files;

namespace Imara.Boot.InForce;

/// <summary>The text of the policy that was loaded in this boot, kept where it is gone with the boot: most kernels do not print theirs.</summary>
/// <remarks>An initramfs hands <c>/run</c> on to the system it boots. Who can change the file could have loaded another policy.</remarks>
internal sealed class LoadRecord
{
    /// <summary>The file, for the programs that tell what is in force.</summary>
    public const string UsualPath = "/run/imara/ima-policy";

    private const int Mode = 0x180; // 0600
    private readonly string path;

    /// <summary>The record of a machine.</summary>
    /// <param name="machine">The folder that holds <c>run</c>; <c>/</c> for this machine.</param>
    public LoadRecord(string machine) => path = Path.Combine(machine, UsualPath.TrimStart('/'));

    /// <summary>Reads the text, and when it was written, by the wall clock.</summary>
    /// <returns>False if nothing was recorded.</returns>
    public bool TryRead(out byte[] text, out DateTimeOffset? written)
    {
        var isRead = WholeFile.Read(path, out text, out var status) == Errno.None;
        written = isRead ? status.Modified.ToDateTimeOffset() : null;
        return isRead;
    }

    /// <summary>Keeps a text.</summary>
    /// <returns>False if there is no place for it.</returns>
    public bool TryWrite(ReadOnlySpan<byte> text)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        return Replacement.Put(Encoding.UTF8.GetBytes(path), followsLink: false, text, Mode) == Errno.None;
    }
}
