using System.Buffers;
using System.Globalization;
using Imara.Boot.Audit;
using Imara.Boot.Audit.Rules;
using Imara.Policy.CommandLine;

namespace Imara.Cli.Verbs.Boot;

/// <summary>Words for audit records.</summary>
internal static class AuditWords
{
    private static readonly SearchValues<char> Harmless = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+=:@%,");

    /// <summary>The verdict for people.</summary>
    public static string Of(AuditVerdict verdict) => verdict switch
    {
        AuditVerdict.Denied => "denied",
        AuditVerdict.WouldBeDenied => "would be denied",
        AuditVerdict.Refused => "refused",
        AuditVerdict.Unmeasured => "unmeasured",
        _ => "information",
    };

    /// <summary>The verdict for programs.</summary>
    public static string JsonOf(AuditVerdict verdict) => Of(verdict).Replace(' ', '_');

    /// <summary>The mode; null if it is not known.</summary>
    public static string? Of(AppraiseBits? mode) => mode switch
    {
        null => null,
        _ when (mode & AppraiseBits.Enforce) != 0 => "enforce",
        _ when (mode & AppraiseBits.Fix) != 0 => "fix",
        _ when (mode & AppraiseBits.Log) != 0 => "log",
        _ => "off",
    };

    /// <summary>What a finding is about, for people: the file, the rule, or the event.</summary>
    public static string PathOf(ExplainedFinding found)
    {
        var sample = found.Finding.Sample;
        return found.File is { } file ? file.Path.ToString() : !sample.Name.IsEmpty ? sample.Name.ToString() : sample.Detail.IsEmpty ? "-" : sample.Detail.ToString();
    }

    /// <summary>What to do, with the file in its place.</summary>
    public static string HelpOf(ExplainedFinding found) => found.Finding.Cause.Help.Replace("{path}", Quoted(PathOf(found)), StringComparison.Ordinal);

    /// <summary>A moment, in UTC.</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    // As a shell takes it.
    private static string Quoted(string text) => text.AsSpan().IndexOfAnyExcept(Harmless) < 0 ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
