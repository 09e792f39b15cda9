namespace Imara.Boot.Audit.Reading;

/// <summary>What was found in a log.</summary>
public enum AuditLogItemKind
{
    /// <summary>An integrity record.</summary>
    Record,

    /// <summary>What auditd logs about the system call in which records were made.</summary>
    SystemCall,

    /// <summary>The kernel tells its command line: a boot begins.</summary>
    CommandLine,

    /// <summary>The kernel tells that it dropped audit records.</summary>
    Lost,

    /// <summary>A line that begins as an integrity record and cannot be read.</summary>
    Malformed,
}
