using Imara.Linux.Files;

namespace Imara.Boot.Audit.Sources;

/// <summary>The logs of a system, the best one first: what auditd wrote, the journal, the kernel's own buffer.</summary>
public static class AuditSources
{
    private const string AuditLog = "var/log/audit/audit.log";

    /// <summary>Opens the logs that together hold what is known since a time.</summary>
    /// <param name="root">The root of the system; <c>/</c> for this one.</param>
    /// <param name="window">The time that counts.</param>
    /// <param name="tell">Hears what was passed over, and why.</param>
    /// <param name="sources">The logs, to be read in this order and disposed.</param>
    /// <returns>False if there is none; <paramref name="tell"/> heard why.</returns>
    public static bool TryOpen(string root, AuditWindow window, Action<string> tell, out IReadOnlyList<AuditSource> sources)
    {
        ArgumentNullException.ThrowIfNull(window);
        ArgumentNullException.ThrowIfNull(tell);
        sources = [];
        var path = Path.Combine(root, AuditLog);
        if (TryOpenAuditd(path, window, tell, out sources) || TryOpenJournal(root, window, tell, out sources))
        {
            return true;
        }

        if (window.Boot is null)
        {
            tell($"{root}: no audit.log and no journal that can be read");
            return false;
        }

        var error = KernelBuffer.Open(out var stream);
        if (error != Errno.None)
        {
            tell($"{KernelBuffer.Path}: {error}");
            return false;
        }

        sources = [new AuditSource(KernelBuffer.Path, stream!, isOfBoot: true)];
        return true;
    }

    private static bool TryOpenAuditd(string path, AuditWindow window, Action<string> tell, out IReadOnlyList<AuditSource> sources)
    {
        sources = [];
        if (!File.Exists(path))
        {
            return false;
        }

        // Without auditd the kernel logs elsewhere, and a file that it left behind says nothing about this boot.
        if (window.Boot is { } boot && File.GetLastWriteTimeUtc(path) < boot.UtcDateTime)
        {
            tell($"{path}: not written since the boot");
            return false;
        }

        var opened = new List<AuditSource>();
        try
        {
            foreach (var file in (IEnumerable<string>)[.. Rotated(path, window.Since), path])
            {
                opened.Add(new AuditSource(file, new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0), isOfBoot: false));
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            tell($"{path}: {IoErrors.TextOf(error)}");
            opened.ForEach(source => source.Dispose());
            return false;
        }

        sources = opened;
        return true;
    }

    // audit.log.2 is older than audit.log.1; one that was written last before the time holds nothing of it.
    private static List<string> Rotated(string path, DateTimeOffset? since)
    {
        var found = new List<string>();
        for (var number = 1; File.Exists($"{path}.{number}"); number++)
        {
            if (since is null || File.GetLastWriteTimeUtc($"{path}.{number}") >= since.Value.UtcDateTime)
            {
                found.Add($"{path}.{number}");
            }
        }

        found.Reverse();
        return found;
    }

    private static bool TryOpenJournal(string root, AuditWindow window, Action<string> tell, out IReadOnlyList<AuditSource> sources)
    {
        sources = [];
        if (JournalFolder(root) is not { } folder)
        {
            return false;
        }

        var error = JournalStream.Open(folder, window, out var stream);
        if (error is not null)
        {
            tell($"the journal in {folder}: {error}");
            return false;
        }

        sources = [new AuditSource($"the journal in {folder}", stream!, window.IsBoot)];
        return true;
    }

    // A folder without journal files would answer that nothing was denied.
    private static string? JournalFolder(string root)
    {
        foreach (var below in (ReadOnlySpan<string>)["var/log/journal", "run/log/journal"])
        {
            var folder = Path.Combine(root, below);
            try
            {
                if (Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.journal", SearchOption.AllDirectories).Any())
                {
                    return folder;
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Then it is none that can be read.
            }
        }

        return null;
    }
}
