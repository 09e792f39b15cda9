using System.Diagnostics;
using Imara.Linux.Tests;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests.Runs;

/// <summary>A file system that `imara run` watches, and a folder outside of it for policies and lists.</summary>
internal sealed class WatchedMount : IDisposable
{
    /// <summary>The programs that are run from it, and the files that are read.</summary>
    public const string Everything = "measure func=BPRM_CHECK mask=MAY_EXEC\nmeasure func=FILE_CHECK mask=MAY_READ\n";

    private readonly TemporaryMount mount;

    private WatchedMount(TemporaryMount mount) => this.mount = mount;

    /// <summary>Where it is mounted.</summary>
    public string Root => mount.Root;

    /// <summary>The folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("imara-run-").FullName;

    /// <summary>The binary list of the last run.</summary>
    public string Binary => Path.Combine(Folder, "binary");

    /// <summary>The ascii list of the last run.</summary>
    public string Ascii => Path.Combine(Folder, "ascii");

    public static WatchedMount Tmpfs() => new(TemporaryMount.Tmpfs());

    public static WatchedMount Ext4() => new(TemporaryMount.Ext4(Guid.NewGuid()));

    /// <summary>Writes a file on the watched file system.</summary>
    public string Write(string name, string content) => mount.Write(name, content);

    /// <summary>Writes a program on the watched file system.</summary>
    public string WriteProgram(string name, string content)
    {
        var path = Write(name, content);
        Shell.Run($"chmod 755 '{path}'");
        return path;
    }

    /// <summary>Writes a policy outside of it.</summary>
    public string WritePolicy(string text)
    {
        var path = Path.Combine(Folder, "policy");
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>The arguments of a run that watches the file system and leaves both lists.</summary>
    public string[] Arguments(string policy, string[] options, string[] command) =>
        ["run", "--policy", WritePolicy(policy), "--mount", Root, "--output", Binary, "--ascii", Ascii, .. options, "--", .. command];

    /// <summary>Runs a shell script, whose $M is the watched file system.</summary>
    public CommandResult Run(string policy, string script, params string[] options) =>
        Command.Run(NativeBinary.Path, Arguments(policy, options, ["sh", "-c", script]), input: null, ("M", Root));

    /// <summary>Starts a shell script in a session of its own, so that no terminal sends it signals, and waits for its first line.</summary>
    public Process Start(string policy, string script, out string firstLine, params string[] options)
    {
        var start = new ProcessStartInfo("setsid", [NativeBinary.Path, .. Arguments(policy, options, ["sh", "-c", script])])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        start.Environment["M"] = Root;
        var process = Process.Start(start)!;
        firstLine = process.StandardOutput.ReadLine()!;
        return process;
    }

    /// <summary>The ascii list of the last run.</summary>
    public ListLine[] Entries() => [.. File.ReadLines(Ascii).Select(ListLine.Parse)];

    public void Dispose()
    {
        mount.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
