using System.Collections.Immutable;
using System.Text;

namespace Imara.Boot.Installing;

/// <summary>What is done to install or remove the files of one way to boot. Pure.</summary>
/// <param name="Steps">The steps in their order: what switches the rest on is last, and first when it goes.</param>
public sealed record InstallPlan(ImmutableArray<InstallStep> Steps)
{
    /// <summary>True if a file is in the way; nothing is done then.</summary>
    public bool IsRefused => Steps.Any(step => step.Kind == StepKind.Refuse);

    /// <summary>Plans an installation.</summary>
    /// <param name="files">The files, of <see cref="BootFiles.Of"/>.</param>
    /// <param name="look">Tells what is at a path.</param>
    /// <param name="isForced">Files that somebody changed are replaced as well.</param>
    public static InstallPlan ToInstall(IEnumerable<PlannedFile> files, Func<string, FoundFile?> look, bool isForced) => new(
        [.. files.Select(file => new InstallStep(look(file.Path) switch
        {
            null => StepKind.Create,
            { } found when IsSame(found, file) => StepKind.Keep,
            { } found when isForced || IsOurs(found, file) => StepKind.Replace,
            _ => StepKind.Refuse,
        }, file))]);

    /// <summary>Plans a removal: of what was installed, and of nothing else.</summary>
    /// <inheritdoc cref="ToInstall"/>
    public static InstallPlan ToRemove(IEnumerable<PlannedFile> files, Func<string, FoundFile?> look, bool isForced) => new(
        [.. from file in files.Reverse()
            let found = look(file.Path)
            where found is not null
            select new InstallStep(isForced || IsOurs(found, file) ? StepKind.Remove : StepKind.Refuse, file)]);

    private static bool IsSame(FoundFile found, PlannedFile file) => file.IsLink
        ? found.Target == file.Text
        : found.Mode == file.Mode && found.Content is { } content && content.Span.SequenceEqual(Encoding.UTF8.GetBytes(file.Text));

    private static bool IsOurs(FoundFile found, PlannedFile file) => file.IsLink ? found.Target == file.Text : found.Content is { } content && OwnMark.IsIntact(content.Span);
}
