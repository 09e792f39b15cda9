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
        if (!File.Exists(path))
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

    private bool TryApply(FileChange change)
    {
        if (change.Before is not { } before)
        {
            return TryReplace(change.Path, change.After!.Value);
        }

        var error = Replacement.Put(Encoding.UTF8.GetBytes(change.Path + BackupSuffix), followsLink: false, before.Span, OwnerMode);
        if (error != Errno.None)
        {
            report.Error($"{change.Path}{BackupSuffix}: {error}");
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
            report.Error($"{change.Path}: {failure.Message.ReplaceLineEndings(" ")}");
            return false;
        }
    }

    private bool TryPut(string below, ReadOnlyMemory<byte> content)
    {
        var path = Path.Combine(root, below);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            report.Error($"{path}: {error.Message.ReplaceLineEndings(" ")}");
            return false;
        }

        return TryReplace(path, content);
    }

    private bool TryReplace(string path, ReadOnlyMemory<byte> content)
    {
        var error = Replacement.Put(Encoding.UTF8.GetBytes(path), followsLink: false, content.Span, UsualMode);
        if (error != Errno.None)
        {
            report.Error($"{path}: {error}");
        }

        return error == Errno.None;
    }
}
