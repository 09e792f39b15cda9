using System.Collections.Immutable;
using System.Text;

namespace Imara.Boot.Programs;

/// <summary>Every file that is executed or mapped when programs start: the programs, their interpreters, the libraries of all of them.</summary>
/// <remarks>Libraries that a program loads while it runs (dlopen) are not seen.</remarks>
public sealed class StartClosure
{
    private const int MaxFile = 256 << 20;
    private const int MaxHeadLine = 256;

    private readonly string root;
    private readonly ImmutableArray<string> folders;
    private readonly SortedSet<string> files = new(StringComparer.Ordinal);
    private readonly SortedSet<(string Name, string File)> missing = [];
    private readonly HashSet<string> found = new(StringComparer.Ordinal);

    /// <summary>Prepares.</summary>
    /// <param name="root">The root of the system, <c>/</c> for this machine.</param>
    public StartClosure(string root)
    {
        this.root = root;
        folders = LibraryFolders.Of(root);
    }

    /// <summary>The files, as paths on this machine, without symbolic links.</summary>
    public IReadOnlyCollection<string> Files => files;

    /// <summary>Interpreters and libraries that are named and not there, each with the file that names it.</summary>
    /// <remarks>A library that another file brings along under the same name is there: the linker loads a name once.</remarks>
    public IReadOnlyCollection<string> Missing => [.. missing.Where(item => !found.Contains(item.Name)).Select(item => $"{item.Name} (needed by {item.File})")];

    /// <summary>Adds a program, or every program of a folder and those below it.</summary>
    /// <param name="path">A path of the system; nothing happens if there is none.</param>
    public void Add(string path)
    {
        if (RootedPath.Resolve(root, path) is not { } at)
        {
            return;
        }

        if (!Directory.Exists(at))
        {
            AddFile(at);
            return;
        }

        foreach (var below in Directory.EnumerateFiles(at, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Device }))
        {
            if ((File.GetUnixFileMode(below) & UnixFileMode.UserExecute) != 0 || Path.GetFileName(below).Contains(".so", StringComparison.Ordinal))
            {
                AddFile(below);
            }
        }
    }

    private void AddFile(string file)
    {
        if (!files.Add(file) || Content(file) is not { } content)
        {
            return;
        }

        if (content.AsSpan().StartsWith("#!"u8))
        {
            var line = content.AsSpan(2, Math.Min(content.Length - 2, MaxHeadLine));
            var end = line.IndexOf((byte)'\n');
            var words = Encoding.UTF8.GetString(end < 0 ? line : line[..end]).Split([' ', '\t'], 2, StringSplitOptions.RemoveEmptyEntries);
            Need(file, words.Length > 0 ? words[0] : string.Empty);
            return;
        }

        if (!ElfImage.TryRead(content, out var image, out _))
        {
            return;
        }

        if (!image.Interpreter.IsEmpty)
        {
            Need(file, image.Interpreter.ToString());
        }

        foreach (var name in image.Needed)
        {
            if (Search(file, image, name.ToString()) is { } library)
            {
                found.Add(name.ToString());
                AddFile(library);
            }
            else
            {
                missing.Add((name.ToString(), file));
            }
        }
    }

    private void Need(string file, string path)
    {
        if (RootedPath.Resolve(root, path) is { } found)
        {
            AddFile(found);
        }
        else
        {
            missing.Add((path, file));
        }
    }

    private string? Search(string file, ElfImage image, string name)
    {
        if (name.Contains('/', StringComparison.Ordinal))
        {
            return RootedPath.Resolve(root, name);
        }

        var origin = Path.GetRelativePath(root, Path.GetDirectoryName(file)!);
        var run = image.RunPaths.Select(path => path.ToString().Replace("$ORIGIN", "/" + origin, StringComparison.Ordinal).Replace("${ORIGIN}", "/" + origin, StringComparison.Ordinal));
        return run.Concat(folders).Select(folder => RootedPath.Resolve(root, $"{folder}/{name}")).FirstOrDefault(path => path is not null && IsFor(path, image.Machine));
    }

    private static bool IsFor(string path, ushort machine) => Content(path) is { } content && ElfImage.TryRead(content, out var library, out _) && library.Machine == machine;

    private static byte[]? Content(string file)
    {
        try
        {
            return new FileInfo(file).Length <= MaxFile ? File.ReadAllBytes(file) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
