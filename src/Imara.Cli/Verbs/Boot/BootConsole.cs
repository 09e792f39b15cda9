using System.Text;
using Imara.Boot.Loading;
using Imara.Cli.Output;
using Imara.Cli.Verbs.Keys;
using Imara.Cli.Verbs.Policies;
using Imara.Diagnostics;
using Imara.Linux.Files;
using Imara.Policy.Checking;

namespace Imara.Cli.Verbs.Boot;

/// <summary>Tells what a load does: on standard error, and in the kernel's log where nothing else is kept.</summary>
/// <param name="report">Standard error.</param>
/// <param name="isLogging">The kernel's log is told too.</param>
internal sealed class BootConsole(Report report, bool isLogging) : ILoadListener
{
    // Facility daemon, as init systems have it; a record of the kernel's log has room for 976 bytes.
    private const int Daemon = 3 << 3;
    private const int ErrorLevel = 3;
    private const int InfoLevel = 6;
    private const int RecordMax = 900;

    private readonly List<string> notes = [];
    private readonly List<string> failures = [];

    /// <summary>What is worth knowing, in order.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>What failed, in order.</summary>
    public IReadOnlyList<string> Failures => failures;

    /// <inheritdoc/>
    public void Note(string text)
    {
        notes.Add(text);
        report.Note(text);
        Log(InfoLevel, text);
    }

    /// <inheritdoc/>
    public void Failure(string text)
    {
        failures.Add(text);
        report.Error(text);
        Log(ErrorLevel, text);
    }

    /// <summary>What was assumed about the kernel: for the answer as data, and for those who ask.</summary>
    public void Detail(string text)
    {
        notes.Add(text);
        report.Detail(text);
    }

    /// <summary>The answer, on standard output where that is text.</summary>
    public void Answer(string text, bool isGood)
    {
        if (!report.Quiet && report.Format == OutputFormat.Text)
        {
            report.Line(text);
        }

        Log(isGood ? InfoLevel : ErrorLevel, text);
    }

    /// <inheritdoc/>
    public void Refusal(PolicyCheck check)
    {
        var left = report.Verbose ? int.MaxValue : DiagnosticText.UsualCount;
        foreach (var found in check.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error).Take(left))
        {
            var text = DiagnosticText.Headline(check, found);
            report.Error(text);
            Log(ErrorLevel, text);
        }
    }

    /// <inheritdoc/>
    public void Key(LoadedKey key)
    {
        if (key.Errno == Errno.None)
        {
            Note($"{key.File}: key {key.Serial} in {key.Keyring}{(key.Certificate is { } known ? ": " + ByteString.Display(Encoding.UTF8.GetBytes(known.Description)) : string.Empty)}");
        }
        else
        {
            Failure($"{key.File}: {key.Errno}: {ReasonOf(key)}");
        }
    }

    /// <summary>The kernel's answer to a key in words; null if it was added.</summary>
    public static string? ReasonOf(LoadedKey key) => key switch
    {
        { Errno: Errno.None } => null,
        { Obstacle: { } obstacle } => $"{key.Keyring}: {obstacle}",
        { Certificate: { } certificate } => KeyErrors.Explain(key.Errno, certificate, key.Keyring),
        _ => "no certificate that the kernel can read",
    };

    // Each record is an open of its own: the kernel drops what one writer says too fast.
    private void Log(int level, string text)
    {
        if (!isLogging || Descriptor.Open("/dev/kmsg"u8, OpenFlags.WriteOnly, out var descriptor) != Errno.None)
        {
            return;
        }

        var shown = ByteString.Display(Encoding.UTF8.GetBytes(text));
        var record = Encoding.UTF8.GetBytes($"<{Daemon | level}>imara: {shown}");

        // Without a line feed a record stays open, and readers do not see it before the next one.
        _ = Descriptor.Write(descriptor, [.. record.AsSpan(0, Math.Min(record.Length, RecordMax)), (byte)'\n'], out _);
        _ = Descriptor.Close(descriptor);
    }
}
