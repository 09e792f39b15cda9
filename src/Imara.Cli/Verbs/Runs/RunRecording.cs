using Imara.Cli.Output;
using Imara.Runtime;
using Imara.Runtime.Recording;

namespace Imara.Cli.Verbs.Runs;

/// <summary>The recording of a run: made beside its place, moved there when nothing is missing from it.</summary>
internal sealed class RunRecording : IDisposable
{
    private readonly string path;
    private readonly FileBeside file;

    private RunRecording(string path, FileBeside file, AccessRecorder recorder)
    {
        this.path = path;
        this.file = file;
        Recorder = recorder;
    }

    /// <summary>Takes what happens.</summary>
    public AccessRecorder Recorder { get; }

    /// <summary>Begins one; null, and told, if its file cannot be made.</summary>
    public static RunRecording? Open(string path, PreparedRun run, RuntimeMode mode, Report report)
    {
        var made = FileBeside.Open(path, report);
        return made is null ? null : new RunRecording(path, made, new AccessRecorder(made.Stream, RuntimeEngine.HeaderOf(run.Kernel, mode, run.Policy, run.Pcrs)));
    }

    /// <summary>Ends it; false, and told, if something is missing or it cannot be put in its place.</summary>
    public bool TryPlace(Report report)
    {
        if (!Recorder.Finish())
        {
            report.Error($"{path}: {Recorder.Failure}; {Operations(Recorder.Dropped)} not recorded");
            return false;
        }

        report.Detail($"recorded {Operations(Recorder.Written)} in {path}");
        return file.TryPlace(report);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Recorder.Dispose();
        file.Dispose();
    }

    private static string Operations(long count) => $"{count} operation{(count == 1 ? string.Empty : "s")}";
}
