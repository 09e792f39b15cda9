using Imara.Cli.Output;

namespace Imara.Cli.Input;

/// <summary>Files named on the command line; <c>-</c> is standard input.</summary>
internal static class InputFile
{
    /// <summary>The cap for policies, keys, events, PCR values and other things written by people and tools: 64 MiB.</summary>
    public const int UsualCap = 64 << 20;

    /// <summary>The cap for measurement lists: the largest array there is, just under 2 GiB.</summary>
    public const int ListCap = 0x7fffffc7;

    private const int FirstBuffer = 64 * 1024;

    /// <summary>Reads a whole file, whatever size it claims to have (files of sysfs and securityfs claim a page or nothing).</summary>
    /// <param name="path">The file, or <c>-</c>.</param>
    /// <param name="cap">The most bytes taken; a longer file is refused.</param>
    /// <param name="report">Takes the reason if the file cannot be read.</param>
    /// <param name="content">The bytes.</param>
    public static bool TryRead(string path, int cap, Report report, out ReadOnlyMemory<byte> content)
    {
        content = default;
        var name = path == "-" ? "standard input" : path;
        try
        {
            using var file = path == "-" ? Console.OpenStandardInput() : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            if (!TryReadToEnd(file, cap, out content))
            {
                report.Error($"{name}: larger than {cap} bytes");
                return false;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            report.Error($"{name}: {Reason(path, error)}");
            return false;
        }

        report.Detail($"read {name}, {content.Length} bytes");
        return true;
    }

    private static bool TryReadToEnd(Stream file, int cap, out ReadOnlyMemory<byte> content)
    {
        content = default;
        var claimed = file.CanSeek ? file.Length : 0;
        if (claimed > cap)
        {
            return false;
        }

        // One byte more than claimed: the read that meets the end needs no larger buffer.
        var buffer = new byte[Math.Min(Math.Max(claimed, FirstBuffer) + 1, Array.MaxLength)];
        var length = 0;
        for (; ; )
        {
            var count = file.Read(buffer, length, buffer.Length - length);
            if (count == 0)
            {
                content = buffer.AsMemory(0, length);
                return true;
            }

            length += count;
            if (length > cap)
            {
                return false;
            }

            if (length == buffer.Length)
            {
                if (length == Array.MaxLength)
                {
                    return false;
                }

                Array.Resize(ref buffer, (int)Math.Min((long)length * 2, Array.MaxLength));
            }
        }
    }

    private static string Reason(string path, Exception error) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException => "no such file or directory",
        _ when Directory.Exists(path) => "is a directory",
        UnauthorizedAccessException => "permission denied",
        _ => error.Message.ReplaceLineEndings(" "),
    };
}
