using System.Collections.Immutable;
using System.Globalization;
using Imara.Appraisal.Simulating;
using Imara.Cli.Output;

namespace Imara.Cli.Verbs.Policies;

/// <summary>Who accesses files in a simulation: as told, or root and an ordinary user of this machine.</summary>
internal static class SimulationSubjects
{
    private const uint FirstUser = 1000;
    private const uint Nobody = 65534;

    /// <summary>Reads values of `--subject`: <c>UID[:GID[:LABEL]]</c>, decimal.</summary>
    public static bool TryRead(string[] texts, Report report, out ImmutableArray<Subject> subjects)
    {
        subjects = [Subject.Root, FindUser()];
        if (texts.Length == 0)
        {
            return true;
        }

        if (texts.Length > Simulation.MaxSubjects)
        {
            report.Error($"--subject: at most {Simulation.MaxSubjects} subjects");
            return false;
        }

        var read = ImmutableArray.CreateBuilder<Subject>();
        foreach (var text in texts)
        {
            var parts = text.Split(':', 3);
            if (!TryReadId(parts[0], out var uid) || !TryReadId(parts.Length > 1 ? parts[1] : parts[0], out var gid))
            {
                report.Error($"--subject: `{text}` is not UID[:GID[:LABEL]]");
                return false;
            }

            read.Add(Subject.User(uid, gid, parts.Length > 2 ? new ByteString(parts[2]) : default));
        }

        subjects = read.DrainToImmutable();
        return true;
    }

    private static bool TryReadId(string text, out uint id) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id != uint.MaxValue;

    private static Subject FindUser()
    {
        try
        {
            foreach (var line in File.ReadLines("/etc/passwd"))
            {
                var fields = line.Split(':');
                if (fields.Length > 3 && TryReadId(fields[2], out var uid) && uid is >= FirstUser and < Nobody && TryReadId(fields[3], out var gid))
                {
                    return Subject.User(uid, gid);
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Then the usual number of a first user will do.
        }

        return Subject.User(FirstUser, FirstUser);
    }
}
