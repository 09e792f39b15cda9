using System.Text;
using Imara.Boot.Discovery;
using Imara.Linux.Files;

namespace Imara.Boot.Installing;

/// <summary>Carries out plans in a system. Its links lead to its own root: whoever made it decides about nothing outside.</summary>
/// <param name="root">The folder of the system; <c>/</c> for this one.</param>
public sealed class Installer(string root)
{
    // The folder that holds nothing but ours, and where it is.
    private const string ModulesFolder = "/usr/lib/dracut/modules.d";
    private const string ModuleName = "97imara";
    private const uint Permissions = 0xFFF;

    /// <summary>What is at a path of the system.</summary>
    public FoundFile? Look(string path)
    {
        if (Open(path, makes: false, out var folder, out var name) != Errno.None)
        {
            return null;
        }

        using (folder)
        {
            if (folder!.StatusOf(name, out var status) != Errno.None)
            {
                return null;
            }

            if (status.IsSymbolicLink)
            {
                return new FoundFile(0, null, folder.TargetOf(name, out var target) == Errno.None ? Encoding.UTF8.GetString(target) : string.Empty);
            }

            var error = WholeFile.Read(folder.Descriptor, name, WholeFile.UsualCap, ReadOptions.NoFollow, out var content, out _);
            return new FoundFile((int)(status.Mode & Permissions), error == Errno.None ? content : null, null);
        }
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
            var error = Apply(step);
            if (error != Errno.None)
            {
                return $"{BootPlaces.Below(root, step.File.Path)}: {IoErrors.TextOf(error)}";
            }

            done(step);
        }

        RemoveEmptyFolder(plan);
        return null;
    }

    private Errno Apply(InstallStep step)
    {
        if (step.Kind is not (StepKind.Create or StepKind.Replace or StepKind.Remove))
        {
            return Errno.None;
        }

        var error = Open(step.File.Path, makes: step.Kind != StepKind.Remove, out var folder, out var name);
        if (error != Errno.None)
        {
            return error;
        }

        using (folder)
        {
            return step.Kind == StepKind.Remove ? folder!.Remove(name)
                : step.File.IsLink ? Replacement.PutLink(folder!.Descriptor, name, Encoding.UTF8.GetBytes(step.File.Text))
                : Put(folder!, name, step.File);
        }
    }

    private static Errno Put(OpenFolder folder, byte[] name, PlannedFile file)
    {
        var error = Replacement.Begin(folder.Descriptor, name, out var made);
        if (error != Errno.None)
        {
            return error;
        }

        using (made)
        {
            error = made!.Write(Encoding.UTF8.GetBytes(file.Text));
            error = error == Errno.None ? FilePermissions.ChangeMode(made.Descriptor, (uint)file.Mode) : error;
            return error == Errno.None ? made.Place() : error;
        }
    }

    private Errno Open(string path, bool makes, out OpenFolder? folder, out byte[] name)
    {
        name = Encoding.UTF8.GetBytes(path[(path.LastIndexOf('/') + 1)..]);
        return OpenFolderOf(path[..path.LastIndexOf('/')], makes, out folder);
    }

    private Errno OpenFolderOf(string path, bool makes, out OpenFolder? folder)
    {
        folder = null;
        var error = OpenFolder.Open(Encoding.UTF8.GetBytes(root), out var system);
        using (system)
        {
            return error == Errno.None ? RootedFolder.Open(system!, path, makes, out folder) : error;
        }
    }

    private void RemoveEmptyFolder(InstallPlan plan)
    {
        if (plan.Steps.Any(step => step.Kind == StepKind.Remove) && OpenFolderOf(ModulesFolder, makes: false, out var folder) == Errno.None)
        {
            using (folder)
            {
                // One that holds something else stays.
                _ = folder!.RemoveFolder(Encoding.UTF8.GetBytes(ModuleName));
            }
        }
    }
}
