using System.Text;
using Imara.Boot.Discovery;
using Imara.Linux.Files;

namespace Imara.Boot.Installing;

/// <summary>Carries out plans in a system.</summary>
/// <param name="root">The folder of the system; <c>/</c> for this one.</param>
public sealed class Installer(string root)
{
    // The folder that holds nothing but ours.
    private const string ModuleFolder = "/usr/lib/dracut/modules.d/97imara";
    private const uint Permissions = 0xFFF;

    /// <summary>What is at a path of the system.</summary>
    public FoundFile? Look(string path)
    {
        var place = BootPlaces.Below(root, path);
        if (FileStatus.ReadLink(Encoding.UTF8.GetBytes(place), out var status) != Errno.None)
        {
            return null;
        }

        if (status.IsSymbolicLink)
        {
            return new FoundFile(0, null, new FileInfo(place).LinkTarget);
        }

        return new FoundFile((int)(status.Mode & Permissions), status.IsRegularFile && WholeFile.Read(place, out var content) == Errno.None ? content : null, null);
    }

    /// <summary>Does what a plan says; one that is refused is not begun.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="done">Is told each step that is done.</param>
    /// <returns>The path that failed and why; what was done before it stays. Null if all was done.</returns>
    public string? Apply(InstallPlan plan, Action<InstallStep> done)
    {
        if (plan.IsRefused)
        {
            return string.Join(", ", plan.Steps.Where(step => step.Kind == StepKind.Refuse).Select(step => step.File.Path));
        }

        foreach (var step in plan.Steps)
        {
            try
            {
                Apply(step);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return $"{BootPlaces.Below(root, step.File.Path)}: {error.Message.ReplaceLineEndings(" ")}";
            }

            done(step);
        }

        RemoveEmptyFolder(plan);
        return null;
    }

    private void Apply(InstallStep step)
    {
        var place = BootPlaces.Below(root, step.File.Path);
        switch (step.Kind)
        {
            case StepKind.Remove:
                File.Delete(place);
                break;
            case StepKind.Create or StepKind.Replace:
                Directory.CreateDirectory(Path.GetDirectoryName(place)!);
                Put(place, step.File);
                break;
            default:
                break;
        }
    }

    private static void Put(string place, PlannedFile file)
    {
        var beside = $"{place}.{Environment.ProcessId}.new";
        try
        {
            if (file.IsLink)
            {
                File.CreateSymbolicLink(beside, file.Text);
            }
            else
            {
                using var stream = new FileStream(beside, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = (UnixFileMode)file.Mode });
                stream.Write(Encoding.UTF8.GetBytes(file.Text));
                File.SetUnixFileMode(stream.SafeFileHandle, (UnixFileMode)file.Mode);
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, place, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    private void RemoveEmptyFolder(InstallPlan plan)
    {
        var folder = BootPlaces.Below(root, ModuleFolder);
        if (plan.Steps.Any(step => step.Kind == StepKind.Remove) && Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }
}
