using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Imara.Compression;
using Imara.Failures;
using Imara.Linux.Files;

namespace Imara.Boot.Audit.Sources;

/// <summary>What journalctl(1) tells, as JSON: the messages of the kernel and of the audit socket.</summary>
internal sealed class JournalStream : ReadOnlyStream
{
    private readonly Process process;
    private readonly Stream output;
    private bool isOver;

    private JournalStream(Process process)
    {
        this.process = process;
        output = process.StandardOutput.BaseStream;
    }

    /// <summary>Starts journalctl.</summary>
    /// <param name="folder">The folder of the journal.</param>
    /// <param name="window">The time that counts.</param>
    /// <param name="stream">Its output.</param>
    /// <returns>Why it could not be started; null if it was.</returns>
    public static string? Open(string folder, AuditWindow window, out JournalStream? stream)
    {
        stream = null;
        var start = new ProcessStartInfo("journalctl") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (ReadOnlySpan<string>)["--no-pager", "--quiet", "--output=json", "--directory=" + folder])
        {
            start.ArgumentList.Add(argument);
        }

        if (window.IsBoot)
        {
            start.ArgumentList.Add("--boot");
        }
        else if (window.Since is { } time)
        {
            start.ArgumentList.Add(string.Create(CultureInfo.InvariantCulture, $"--since=@{time.ToUnixTimeSeconds()}"));
        }

        foreach (var match in (ReadOnlySpan<string>)["_TRANSPORT=kernel", "+", "_TRANSPORT=audit"])
        {
            start.ArgumentList.Add(match);
        }

        try
        {
            stream = new JournalStream(Process.Start(start)!);
            return null;
        }
        catch (Win32Exception error)
        {
            return IoErrors.TextOf((Errno)error.NativeErrorCode);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">journalctl failed, so that its answer is not whole.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        var length = isOver ? 0 : output.Read(buffer, offset, count);
        if (length == 0 && !isOver)
        {
            isOver = true;
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new ToldIOException(string.Create(CultureInfo.InvariantCulture, $"journalctl ended with status {process.ExitCode}"));
            }
        }

        return length;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            process.Dispose();
        }

        base.Dispose(disposing);
    }
}
