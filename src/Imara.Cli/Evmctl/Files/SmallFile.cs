using System.Text;
using Imara.Linux.Files;

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
        var error = WholeFile.Read(Encoding.Latin1.GetBytes(path), Cap, ReadOptions.AnyKind, out content);
        reason = error switch
        {
            Errno.None => string.Empty,
            Errno.EFBIG => $"{path}: larger than {Cap} bytes",
            _ => $"{path}: {ErrnoText.Of(error)}",
        };
        return error == Errno.None;
    }

    /// <summary>Writes a file, in place of one that is there: beside it, and renamed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its content.</param>
    /// <param name="reason">Why it cannot be written; what was there is there then.</param>
    public static bool TryWrite(string path, ReadOnlySpan<byte> content, out string reason)
    {
        const int EveryonesReadWrite = 0x1B6;
        var error = Replacement.Put(Encoding.Latin1.GetBytes(path), followsLink: false, content, EveryonesReadWrite);
        reason = error == Errno.None ? string.Empty : $"{path}: {ErrnoText.Of(error)}";
        return error == Errno.None;
    }
}
