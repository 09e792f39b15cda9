using System.Collections.Immutable;
using System.Text;
using Imara.Linux.Files;

namespace Imara.Boot.Programs;

/// <summary>Every file that is executed or mapped when programs start: the programs, their interpreters, the libraries of all of them.</summary>
/// <remarks>Libraries that a program loads while it runs (dlopen) are not seen.</remarks>
public sealed class StartClosure
{
    private const int MaxHeadLine = 256;

    private readonly string root;
    private readonly ImmutableArray<string> folders;
    private readonly SortedSet<string> files = new(StringComparer.Ordinal);
    private readonly SortedSet<string> mapped = new(StringComparer.Ordinal);
    private readonly SortedSet<(string Name, string File)> missing = [];
    private readonly HashSet<string> found = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> unread = new(StringComparer.Ordinal);

    /// <summary>Prepares.</summary>
    /// <param name="root">The root of the system, <c>/</c> for this machine.</param>
    public StartClosure(string root)
    {
        this.root = root;
        folders = LibraryFolders.Of(root);
    }

    /// <summary>The files, as paths on this machine, without symbolic links.</summary>
    public IReadOnlyCollection<string> Files => files;

    /// <summary>Those of <see cref="Files"/> that are ELF: they are mapped as code, whatever they are called.</summary>
    public IReadOnlyCollection<string> Mapped => mapped;

    /// <summary>Interpreters and libraries that are named and not there, each with the file that names it.</summary>
    /// <remarks>A library that another file brings along under the same name is there: the linker loads a name once.</remarks>
    public IReadOnlyCollection<string> Missing => [.. missing.Where(item => !found.Contains(item.Name)).Select(item => $"{item.Name} (needed by {item.File})")];

    /// <summary>Files and folders of which nobody can say what they need, each with the reason; a file among them may be one of <see cref="Files"/>.</summary>
    public IReadOnlyDictionary<string, string> Unread => unread;

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

        try
        {
            AddFolder(at);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            unread[at] = "its files could not be listed";
        }
    }

    private void AddFolder(string at)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Device };
        foreach (var below in Directory.EnumerateFiles(at, "*", options))
        {
            if ((File.GetUnixFileMode(below) & UnixFileMode.UserExecute) != 0 || Path.GetFileName(below).Contains(".so", StringComparison.Ordinal))
            {
                AddFile(below);
            }
        }
    }

    private void AddFile(string file)
    {
        if (!files.Add(file))
        {
            return;
        }

        var error = WholeFile.Read(file, out var content);
        if (error != Errno.None)
        {
            unread[file] = error.ToString();
            return;
        }

        if (content.AsSpan().StartsWith("#!"u8))
        {
            Need(file, InterpreterOf(content.AsSpan(2)));
            return;
        }

        if (!ElfImage.TryRead(content, out var image, out var damage))
        {
            if (content.AsSpan().StartsWith("\u007fELF"u8))
            {
                unread[file] = damage.ToString();
            }

            return;
        }

        mapped.Add(file);
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

    // docs/reference/policy.md 4.1: blanks around the path count for nothing, and the kernel's text ends at a NUL.
    private static string InterpreterOf(ReadOnlySpan<byte> text)
    {
        var line = text[..Math.Min(text.Length, MaxHeadLine)];
        var end = line.IndexOfAny((byte)'\n', (byte)0);
        line = (end < 0 ? line : line[..end]).TrimStart(" \t"u8);
        var blank = line.IndexOfAny((byte)' ', (byte)'\t');
        return Encoding.UTF8.GetString(blank < 0 ? line : line[..blank]);
    }

    private void Need(string file, string path)
    {
        if (path.Length > 0 && RootedPath.Resolve(root, path) is { } found && !Directory.Exists(found))
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

    private static bool IsFor(string path, ushort machine) =>
        WholeFile.Read(path, out var content) == Errno.None && ElfImage.TryRead(content, out var library, out _) && library.Machine == machine;
}
