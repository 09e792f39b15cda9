using System.Text;
using Imara.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Imara.Cli.Evmctl.Files;

/// <summary>Whole small files: keys, certificates, signatures. Paths are bytes as Latin-1.</summary>
internal static class SmallFile
{
    /// <summary>The most bytes that are read: 16 MiB, far more than any key has.</summary>
    public const int Cap = 16 << 20;

    /// <summary>Reads a file, a pipe too.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its content.</param>
    /// <param name="reason">Why it cannot be read.</param>
    public static bool TryRead(string path, out byte[] content, out string reason)
    {
        content = [];
        reason = string.Empty;
        var error = Descriptor.Open(Encoding.Latin1.GetBytes(path), OpenFlags.ReadOnly, out var descriptor);
        if (error != Errno.None)
        {
            reason = $"{path}: {ErrnoText.Of(error)}";
            return false;
        }

        try
        {
            using var stream = new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Read, 0);
            var bytes = new MemoryStream();
            var buffer = new byte[64 << 10];
            for (int count; (count = stream.Read(buffer)) > 0;)
            {
                bytes.Write(buffer, 0, count);
                if (bytes.Length > Cap)
                {
                    reason = $"{path}: larger than {Cap} bytes";
                    return false;
                }
            }

            content = bytes.ToArray();
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            reason = $"{path}: {failure.Message.ReplaceLineEndings(" ")}";
            return false;
        }
    }

    /// <summary>Writes a file, in place of one that is there: beside it, and renamed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its content.</param>
    /// <param name="reason">Why it cannot be written; what was there is there then.</param>
    public static bool TryWrite(string path, ReadOnlySpan<byte> content, out string reason)
    {
        const int EveryonesReadWrite = 0x1B6;
        var error = Linux.Files.SmallFile.Replace(Encoding.Latin1.GetBytes(path), content, EveryonesReadWrite);
        reason = error == Errno.None ? string.Empty : $"{path}: {ErrnoText.Of(error)}";
        return error == Errno.None;
    }
}
