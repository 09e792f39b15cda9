using System.Text;
using Imara.Boot.Discovery;
using Imara.Linux.Files;

namespace Imara.Boot.Installing;

/// <summary>Carries out plans in a system. No link of that system leads out of it.</summary>
/// <param name="root">The folder of the system; <c>/</c> for this one.</param>
public sealed class Installer(string root)
{
    // The folder that holds nothing but ours.
    private const string ModuleFolder = "/usr/lib/dracut/modules.d/97imara";
    private const uint Permissions = 0xFFF;

    /// <summary>What is at a path of the system.</summary>
    public FoundFile? Look(string path)
    {
        if (FolderInRoot.Open(root, Path.GetDirectoryName(path)!, creates: false, out var folder) != Errno.None)
        {
            return null;
        }

        using (folder)
        {
            var name = Encoding.UTF8.GetBytes(Path.GetFileName(path));
            if (folder!.StatusOf(name, out var status) != Errno.None)
            {
                return null;
            }

            if (status.IsSymbolicLink)
            {
                return new FoundFile(0, null, folder.LinkOf(name, out var target) == Errno.None ? Encoding.UTF8.GetString(target) : null);
            }

            var isRead = WholeFile.Read(folder.Descriptor, name, WholeFile.UsualCap, ReadOptions.NoFollow, out var content, out _) == Errno.None;
            return new FoundFile((int)(status.Mode & Permissions), status.IsRegularFile && isRead ? content : null, null);
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
            var error = step.Kind is StepKind.Keep ? Errno.None : Apply(step);
            if (error != Errno.None)
            {
                var why = error is Errno.ELOOP or Errno.EXDEV ? ": a symbolic link on the way leads nowhere in this system" : string.Empty;
                return $"{BootPlaces.Below(root, step.File.Path)}: {error}{why}";
            }

            done(step);
        }

        RemoveEmptyFolder(plan);
        return null;
    }

    private Errno Apply(InstallStep step)
    {
        var error = FolderInRoot.Open(root, Path.GetDirectoryName(step.File.Path)!, creates: step.Kind is not StepKind.Remove, out var folder);
        if (error != Errno.None)
        {
            return error;
        }

        using (folder)
        {
            var name = Encoding.UTF8.GetBytes(Path.GetFileName(step.File.Path));
            var text = Encoding.UTF8.GetBytes(step.File.Text);
            return step switch
            {
                { Kind: StepKind.Remove } => folder!.Remove(name),
                { File.IsLink: true } => Replacement.PutLink(folder!.Descriptor, name, text),
                _ => Put(folder!, name, text, step.File.Mode),
            };
        }
    }

    // The mode is that of the plan, whatever the umask.
    private static Errno Put(OpenFolder folder, ReadOnlySpan<byte> name, ReadOnlySpan<byte> text, int mode)
    {
        var error = Replacement.Begin(folder.Descriptor, name, out var made);
        if (error != Errno.None)
        {
            return error;
        }

        using (made)
        {
            error = made!.Write(text);
            error = error == Errno.None ? FilePermissions.ChangeMode(made.Descriptor, (uint)mode) : error;
            return error == Errno.None ? made.Place() : error;
        }
    }

    private void RemoveEmptyFolder(InstallPlan plan)
    {
        if (plan.Steps.Any(step => step.Kind == StepKind.Remove && step.File.Path.StartsWith(ModuleFolder, StringComparison.Ordinal))
            && FolderInRoot.Open(root, Path.GetDirectoryName(ModuleFolder)!, creates: false, out var above) == Errno.None)
        {
            using (above)
            {
                // Refused while something is in it.
                _ = above!.RemoveFolder(Encoding.UTF8.GetBytes(Path.GetFileName(ModuleFolder)));
            }
        }
    }
}
