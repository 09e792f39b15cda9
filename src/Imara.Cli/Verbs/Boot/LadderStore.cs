using System.Text;
using Imara.Boot.Ladder;
using Imara.Boot.Programs;
using Imara.Cli.Output;
using Imara.Linux.Files;

namespace Imara.Cli.Verbs.Boot;

/// <summary>The files of the ladder and of boot entries below a root; everything is written beside and renamed.</summary>
internal sealed class LadderStore(string root, Report report)
{
    private const string BackupSuffix = ".imara-backup";
    private const int OwnerMode = 0x180; // 0600
    private const int UsualMode = 0x1a4; // 0644

    /// <summary>Where the machine stands; false, and told, if that cannot be read.</summary>
    public bool TryRead(out LadderState state)
    {
        state = LadderState.Ground;
        if (RootedPath.Resolve(root, LadderStateFile.Path) is not { } path)
        {
            return true;
        }

        try
        {
            if (LadderStateFile.TryRead(File.ReadAllBytes(path), out state, out var error))
            {
                return true;
            }

            report.Error($"{path}: {error}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            report.Error($"{path}: {error.Message.ReplaceLineEndings(" ")}");
        }

        return false;
    }

    /// <summary>Writes where it stands.</summary>
    public bool TryWrite(LadderState state) => TryPut(LadderStateFile.Path, LadderStateFile.Write(state));

    /// <summary>Writes how many boots were begun and not marked good.</summary>
    public bool TryWriteTries(int tries) => TryPut(StepDown.TriesPath, StepDown.Write(tries));

    /// <summary>Marks a boot good.</summary>
    public bool TryMarkGood(string bootId) => TryPut(StepDown.GoodPath, Encoding.ASCII.GetBytes(bootId + "\n"));

    /// <summary>Carries a plan out, file by file; what is changed or removed is kept in a backup beside it. The first failure ends it.</summary>
    public bool TryApply(BootPlan plan)
    {
        foreach (var change in plan.Changes.Where(change => change.IsChange))
        {
            if (!TryApply(change))
            {
                return false;
            }

            report.Detail($"wrote {change.Path}");
        }

        return true;
    }

    // By an open folder inside the root: a link of the system that leads out of it is not followed.
    private bool TryApply(FileChange change)
    {
        using var folder = FolderOf(change.Path, creates: false);
        if (folder is null)
        {
            return false;
        }

        var name = Encoding.UTF8.GetBytes(Path.GetFileName(change.Path));
        if (change.Before is not { } before)
        {
            return Told(change.Path, Replacement.Put(folder.Descriptor, name, change.After!.Value.Span, UsualMode));
        }

        if (!Told(change.Path + BackupSuffix, Replacement.Put(folder.Descriptor, Encoding.UTF8.GetBytes(Path.GetFileName(change.Path) + BackupSuffix), before.Span, OwnerMode)))
        {
            return false;
        }

        if (change.After is not { } after)
        {
            return Told(change.Path, folder.Remove(name));
        }

        var outcome = ContentExchange.Replace(folder.Descriptor, name, before.Span, after.Span, out var error);
        if (outcome != ExchangeOutcome.Done)
        {
            report.Error($"{change.Path}: {WordOf(outcome, error)}");
        }

        return outcome == ExchangeOutcome.Done;
    }

    private bool TryPut(string below, ReadOnlyMemory<byte> content)
    {
        var path = Path.Combine(root, below);
        using var folder = FolderOf(path, creates: true);
        return folder is not null && Told(path, Replacement.Put(folder.Descriptor, Encoding.UTF8.GetBytes(Path.GetFileName(path)), content.Span, UsualMode));
    }

    private OpenFolder? FolderOf(string path, bool creates)
    {
        var error = FolderInRoot.Open(root, Path.GetRelativePath(root, Path.GetDirectoryName(path)!), creates, out var folder);
        return Told(path, error) ? folder : null;
    }

    private bool Told(string path, Errno error)
    {
        if (error != Errno.None)
        {
            report.Error($"{path}: {error}");
        }

        return error == Errno.None;
    }

    private static string WordOf(ExchangeOutcome outcome, Errno error) => outcome switch
    {
        ExchangeOutcome.NotRegular => "is no regular file",
        ExchangeOutcome.SeveralNames => "has several names, and a new file would have one",
        ExchangeOutcome.Changed => "was changed in the meantime",
        ExchangeOutcome.CannotKeep => "belongs to somebody else, or has a label that cannot be kept",
        _ => error.ToString(),
    };
}
