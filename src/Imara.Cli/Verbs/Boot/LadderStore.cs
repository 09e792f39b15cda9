using System.Text;
using Imara.Boot.Ladder;
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
        var path = Path.Combine(root, LadderStateFile.Path);
        var failure = OpenFolderOf(LadderStateFile.Path, makes: false, out var folder, out var name);
        byte[] content = [];
        using (folder)
        {
            failure = failure == Errno.None ? WholeFile.Read(folder!.Descriptor, name, WholeFile.UsualCap, ReadOptions.NoFollow, out content, out _) : failure;
        }

        if (failure is Errno.ENOENT or Errno.ENOTDIR)
        {
            return true;
        }

        if (failure != Errno.None)
        {
            report.Error($"{path}: {IoErrors.TextOf(failure)}");
            return false;
        }

        if (LadderStateFile.TryRead(content, out state, out var error))
        {
            return true;
        }

        report.Error($"{path}: {error}");
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

    private bool TryApply(FileChange change)
    {
        if (change.Before is not { } before)
        {
            return TryReplace(change.Path, change.After!.Value);
        }

        var error = Replacement.Put(Encoding.UTF8.GetBytes(change.Path + BackupSuffix), followsLink: false, before.Span, OwnerMode);
        if (error != Errno.None)
        {
            report.Error($"{change.Path}{BackupSuffix}: {IoErrors.TextOf(error)}");
            return false;
        }

        if (change.After is { } after)
        {
            return FileReplacement.TryReplace(change.Path, before, after, report);
        }

        try
        {
            File.Delete(change.Path);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            report.Error($"{change.Path}: {IoErrors.TextOf(failure)}");
            return false;
        }
    }

    private bool TryPut(string below, ReadOnlyMemory<byte> content)
    {
        var error = OpenFolderOf(below, makes: true, out var folder, out var name);
        using (folder)
        {
            error = error == Errno.None ? Replacement.Put(folder!.Descriptor, name, content.Span, UsualMode) : error;
        }

        if (error != Errno.None)
        {
            report.Error($"{Path.Combine(root, below)}: {IoErrors.TextOf(error)}");
        }

        return error == Errno.None;
    }

    // In the system that the files are of, whatever its links say.
    private Errno OpenFolderOf(string below, bool makes, out OpenFolder? folder, out byte[] name)
    {
        folder = null;
        name = Encoding.UTF8.GetBytes(Path.GetFileName(below));
        var error = OpenFolder.Open(Encoding.UTF8.GetBytes(root), out var system);
        using (system)
        {
            return error == Errno.None ? RootedFolder.Open(system!, Path.GetDirectoryName(below) ?? string.Empty, makes, out folder) : error;
        }
    }

    private bool TryReplace(string path, ReadOnlyMemory<byte> content)
    {
        var error = Replacement.Put(Encoding.UTF8.GetBytes(path), followsLink: false, content.Span, UsualMode);
        if (error != Errno.None)
        {
            report.Error($"{path}: {IoErrors.TextOf(error)}");
        }

        return error == Errno.None;
    }
}
