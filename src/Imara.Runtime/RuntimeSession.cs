using System.Collections.Immutable;
using Imara.Engine.Events;
using Imara.Evaluation.Hooks;
using Imara.Linux.Processes;
using Imara.Runtime.Accesses;
using Imara.Runtime.Descent;
using Imara.Runtime.Failures;
using Imara.Runtime.Monitoring;
using Imara.Runtime.Recording;

namespace Imara.Runtime;

/// <summary>A user-space IMA at work: from <see cref="Start"/> on, every access to the watched file systems goes through the engine.</summary>
/// <remarks>
/// docs/reference/runtime-notes.md. Needs CAP_SYS_ADMIN. The program must be compiled ahead of time unless only mounts are watched that it does not use
/// itself. The engine, its list and the audit records are the session's until <see cref="Stop"/> has returned.
/// </remarks>
public sealed class RuntimeSession : IDisposable
{
    private readonly AccessMonitor monitor;
    private readonly RuntimeLog log;

    private RuntimeSession(AccessMonitor monitor, RuntimeLog log, MarkPlan plan)
    {
        this.monitor = monitor;
        this.log = log;
        Watched = plan.Marks;
        LeftOut = plan.LeftOut;
    }

    /// <summary>Paths whose file systems are watched.</summary>
    public ImmutableArray<ByteString> Watched { get; }

    /// <summary>Default paths that are not watched, with the reason for people.</summary>
    public ImmutableArray<(ByteString Path, string Reason)> LeftOut { get; }

    /// <summary>What happened; to be read after <see cref="Stop"/>.</summary>
    public MonitorCounters Counters => monitor.Counters;

    /// <summary>The engine's audit records in order, at most 65,536; to be read after <see cref="Stop"/>.</summary>
    public IReadOnlyList<AuditRecord> Audit => log.Audit;

    /// <summary>Starts watching.</summary>
    /// <param name="setup">What and who.</param>
    /// <param name="session">The session, if the result is <see cref="Errno.None"/>.</param>
    /// <param name="subject">What failed: a path, with the reason if it is one of ours, or the name of a facility.</param>
    /// <returns>
    /// EPERM without the capability, ENOENT for a path that is not there, EINVAL for one that cannot be watched, alone or with the others, EMFILE if too few files
    /// may be open at once.
    /// </returns>
    public static Errno Start(RuntimeSetup setup, out RuntimeSession? session, out string subject)
    {
        session = null;
        var error = Plan(setup, out var plan, out subject);
        if (error != Errno.None)
        {
            return error;
        }

        var counters = new MonitorCounters();
        var records = new RuntimeLog(counters);
        var options = new MonitorOptions
        {
            Marks = plan!.Marks,
            MountsOnly = setup.MountsOnly,
            Hooks = new HookTable(setup.Kernel),
            Limit = setup.Limit,
            WatchdogProgram = setup.WatchdogProgram,
            Deadline = setup.Deadline,
        };
        IAccessJudge judge = new EngineJudge(setup.Engine, records);
        judge = setup.Recorder is { } recorder ? new RecordingJudge(judge, recorder, setup.Engine) : judge;
        if (setup.DescendantsOnly)
        {
            subject = "orphans";
            error = Orphans.Adopt();
            if (error != Errno.None)
            {
                return error;
            }

            judge = new DescendantJudge(judge, new ProcessDescent(Environment.ProcessId));
        }

        error = AccessMonitor.Start(options, judge, counters, out var monitor, out subject);
        if (error == Errno.None)
        {
            session = new RuntimeSession(monitor!, records, plan);
        }

        return error;
    }

    /// <summary>Stops watching; everything that waits is answered before this returns, which it does within a limit. May be called again.</summary>
    /// <returns>False if the thread that answers did not end: what it works on cannot be looked at then.</returns>
    public bool Stop()
    {
        monitor.Stop();
        return monitor.IsWhole;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        monitor.Dispose();
    }

    private static Errno Plan(RuntimeSetup setup, out MarkPlan? plan, out string subject)
    {
        plan = null;
        var isAsked = setup.Mounts.Count > 0;
        ByteString[] usual = [new("/"), new(".")];
        IEnumerable<ByteString> paths = isAsked ? setup.Mounts : setup.Command is { } command ? [.. usual, command] : usual;
        var candidates = new List<MarkCandidate>();
        foreach (var path in paths)
        {
            subject = path.ToString();
            var error = MarkPlan.TryLook(path, isAsked, out var candidate);
            if (error != Errno.None)
            {
                return error;
            }

            candidates.Add(candidate);
        }

        plan = MarkPlan.Choose(candidates);
        subject = plan.Conflict is { } conflict ? $"{conflict.Path}: {conflict.Reason}" : string.Empty;
        return plan.Conflict is null ? Errno.None : Errno.EINVAL;
    }
}
