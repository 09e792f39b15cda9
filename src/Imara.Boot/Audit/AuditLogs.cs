using Imara.Boot.Audit.Reading;
using Imara.Boot.Audit.Sources;
using Imara.Linux.Files;

namespace Imara.Boot.Audit;

/// <summary>Reads logs into a survey.</summary>
public static class AuditLogs
{
    /// <summary>Reads one log to its end.</summary>
    /// <param name="source">The log.</param>
    /// <param name="survey">Takes what it holds.</param>
    /// <param name="clock">For lines without year or zone.</param>
    /// <param name="tell">Hears what could not be read, with the number of the line.</param>
    /// <returns>Whether that was possible; of anything but <see cref="AuditLogEnd.Whole"/> and <see cref="AuditLogEnd.Empty"/> the reason was told.</returns>
    public static AuditLogEnd Read(AuditSource source, AuditSurvey survey, LogClock clock, Action<string> tell)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(survey);
        ArgumentNullException.ThrowIfNull(tell);
        survey.BeginLog(source.IsOfBoot);
        var reader = new AuditLogReader(source.Stream, clock);
        while (reader.TryRead(out var item))
        {
            survey.Add(item);
            if (item.Kind == AuditLogItemKind.Malformed)
            {
                tell($"{source.Name}:{item.Line}: {item.Error}");
            }
        }

        if (reader.Failure is { } failure)
        {
            tell($"{source.Name}: {IoErrors.TextOf(failure)}");
            return AuditLogEnd.CutShort;
        }

        if (reader.Lines == 0)
        {
            return AuditLogEnd.Empty;
        }

        if (!reader.IsLog)
        {
            tell($"{source.Name}: no line is a record of a known log: auditd, dmesg, /dev/kmsg, syslog, the journal");
            return AuditLogEnd.NoLog;
        }

        return AuditLogEnd.Whole;
    }
}
