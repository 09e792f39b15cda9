using System.Diagnostics.CodeAnalysis;
using Imara.Cli.Arguments;
using Imara.Cli.Output;
using Imara.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Imara.Cli.Input;

/// <summary>Files named on the command line; <c>-</c> is standard input.</summary>
internal static class InputFile
{
    /// <summary>The cap for policies, keys, events, PCR values and other things written by people and tools: 64 MiB.</summary>
    public const int UsualCap = 64 << 20;

    private const int FirstBuffer = 64 * 1024;

    // A second reader of standard input would find nothing, and take that for an answer.
    private static bool isStandardInputTaken;

    /// <summary>Reads a whole file, whatever size it claims to have (files of sysfs and securityfs claim a page or nothing).</summary>
    /// <param name="path">The file, or <c>-</c>.</param>
    /// <param name="cap">The most bytes taken; a longer file is refused.</param>
    /// <param name="report">Takes the reason if the file cannot be read.</param>
    /// <param name="content">The bytes.</param>
    public static bool TryRead(string path, int cap, Report report, out ReadOnlyMemory<byte> content)
    {
        content = default;
        if (!TryOpen(path, report, out var file))
        {
            return false;
        }

        using (file)
        {
            try
            {
                if (!TryReadToEnd(file, cap, out content))
                {
                    report.Error($"{NameOf(path)}: larger than {cap} bytes");
                    return false;
                }
            }
            catch (IOException error)
            {
                report.Error($"{NameOf(path)}: {IoErrors.TextOf(error)}");
                return false;
            }
        }

        report.Detail($"read {NameOf(path)}, {content.Length} bytes");
        return true;
    }

    /// <summary>Opens a file for a reader that takes it piece by piece; what it throws while it reads is the caller's.</summary>
    /// <param name="path">The file, or <c>-</c>.</param>
    /// <param name="report">Takes the reason if the file cannot be opened.</param>
    /// <param name="file">The open file.</param>
    public static bool TryOpen(string path, Report report, [NotNullWhen(true)] out Stream? file)
    {
        file = null;
        if (path == "-" && Interlocked.Exchange(ref isStandardInputTaken, true))
        {
            report.Error($"{NameOf(path)}: can be read once only");
            return false;
        }

        if (path == "-")
        {
            file = new DescriptorStream(0);
            return true;
        }

        var error = Descriptor.Open(PathBytes.Of(path), OpenFlags.ReadOnly, out var descriptor);
        if (error == Errno.None && FileStatus.Read(descriptor, out var status) == Errno.None && status.IsDirectory)
        {
            Descriptor.Close(descriptor);
            error = Errno.EISDIR;
        }

        if (error != Errno.None)
        {
            report.Error($"{NameOf(path)}: {Reason(error)}");
            return false;
        }

        file = new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Read, bufferSize: 0);
        return true;
    }

    /// <summary>What a message calls a file.</summary>
    public static string NameOf(string path) => path == "-" ? "standard input" : ArgumentText.Show(path);

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

    private static string Reason(Errno error) => error switch
    {
        Errno.ENOENT or Errno.ENOTDIR => "no such file or directory",
        Errno.EISDIR => "is a directory",
        Errno.EACCES => "permission denied",
        _ => $"cannot be opened: {error}",
    };
}
