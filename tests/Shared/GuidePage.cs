namespace Imara.Tests.Shared;

/// <summary>A page whose commands are run and whose outputs are compared; with IMARA_UPDATE_GOLDEN=1 outputs that differ are written into it instead.</summary>
internal sealed class GuidePage
{
    private const string Mark = "@@ end of command, status ";
    private readonly string path;
    private readonly string[] lines;

    public GuidePage(string relativePath)
    {
        path = Repository.PathOf(relativePath);
        lines = File.ReadAllLines(path);
        Blocks = GuideBlock.Read(lines);
    }

    /// <summary>The blocks in order.</summary>
    public IReadOnlyList<GuideBlock> Blocks { get; }

    /// <summary>The blocks that run on this machine.</summary>
    public IReadOnlyList<GuideBlock> HostBlocks => [.. Blocks.Where(block => block.Info == "console" || block.FileName is not null)];

    /// <summary>Runs them, with `imara` in the path.</summary>
    public GuideFolder RunOnHost()
    {
        var folder = Directory.CreateTempSubdirectory("imara-guide-").FullName;
        var programs = Directory.CreateTempSubdirectory("imara-guide-path-").FullName;
        try
        {
            File.CreateSymbolicLink(programs + "/imara", NativeBinary.Path);
            var variable = $"PATH={programs}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
            return new GuideFolder(folder, Command.Run("env", ["-C", folder, "-i", variable, "HOME=/root", "LC_ALL=C", "bash", "-c", Script(HostBlocks)]).Output);
        }
        finally
        {
            Directory.Delete(programs, recursive: true);
        }
    }

    /// <summary>A shell script that writes the files and runs the commands of <paramref name="blocks"/>, both streams in one, with a mark behind each command.</summary>
    public static string Script(IEnumerable<GuideBlock> blocks)
    {
        var script = new System.Text.StringBuilder("exec 2>&1\nstatus=0\n");
        foreach (var block in blocks)
        {
            if (block.FileName is { } name)
            {
                script.Append($"cat >'{name}' <<'@@ end of file'\n{string.Concat(block.Lines.Select(line => line + "\n"))}@@ end of file\n");
                continue;
            }

            foreach (var command in block.Commands)
            {
                script.Append($"(exit $status)\n{command.Text}\nstatus=$?; echo \"{Mark}$status\"\n");
            }
        }

        return script.ToString();
    }

    /// <summary>Compares what the script printed.</summary>
    public void Match(IEnumerable<GuideBlock> blocks, string printed)
    {
        var commands = blocks.Where(block => block.FileName is null).SelectMany(block => block.Commands).ToList();
        var outputs = Outputs(printed);
        Assert.True(outputs.Count == commands.Count, $"{outputs.Count} of {commands.Count} commands ran; the last printed:\n{printed}");
        var differing = commands.Zip(outputs).Where(pair => !pair.First.Prints(pair.Second)).ToList();
        if (differing.Count > 0 && Environment.GetEnvironmentVariable("IMARA_UPDATE_GOLDEN") == "1")
        {
            var updated = lines.ToList();
            foreach (var (command, output) in differing.AsEnumerable().Reverse())
            {
                updated.RemoveRange(command.FirstLine, command.Output.Count);
                updated.InsertRange(command.FirstLine, output.Select(line => line.TrimEnd()));
            }

            File.WriteAllLines(path, updated);
            return;
        }

        Assert.True(differing.Count == 0, string.Join('\n', differing.Select(pair => $"$ {pair.First.Text}\n--- the page\n{string.Join('\n', pair.First.Output)}\n--- now\n{string.Join('\n', pair.Second)}")));
    }

    private static List<IReadOnlyList<string>> Outputs(string printed)
    {
        var outputs = new List<IReadOnlyList<string>>();
        var current = new List<string>();
        foreach (var line in printed.Split('\n'))
        {
            // A command may end without a line feed.
            var mark = line.IndexOf(Mark, StringComparison.Ordinal);
            if (mark < 0)
            {
                current.Add(line);
                continue;
            }

            if (mark > 0)
            {
                current.Add(line[..mark]);
            }

            outputs.Add(current);
            current = [];
        }

        return outputs;
    }
}
