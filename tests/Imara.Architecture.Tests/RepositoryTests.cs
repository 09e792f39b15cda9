using System.Text.RegularExpressions;
using Imara.Testing;

namespace Imara.Architecture.Tests;

public partial class RepositoryTests
{
    private static readonly string[] Binary = [".gz", ".xz", ".zst", ".der", ".ko", ".bin", ".p12", ".snk"];

    [Fact]
    public void No_file_knows_the_machine_it_was_written_on()
    {
        var leaks =
            from path in Repository.Files()
            where !Binary.Contains(Path.GetExtension(path)) && Path.GetFileName(path) != "RepositoryTests.cs" && !path.StartsWith("tests/Corpus/")
            let match = MachinePath().Match(File.ReadAllText(Repository.PathOf(path)))
            where match.Success
            select $"{path}: {match.Value}";
        Assert.Empty(leaks);
    }

    [Fact]
    public void Scripts_can_be_run()
    {
        var scripts =
            from path in Repository.Files()
            where Path.GetExtension(path).Length == 0 || path.StartsWith(".ci/")
            let full = Repository.PathOf(path)
            where File.ReadLines(full).FirstOrDefault()?.StartsWith("#!") == true
            where !path.StartsWith("tests/Corpus/")
            where !File.GetUnixFileMode(full).HasFlag(UnixFileMode.UserExecute)
            select path;
        Assert.Empty(scripts);
    }

    [Fact]
    public void Every_folder_of_recordings_says_where_it_comes_from()
    {
        var silent = Directory.EnumerateDirectories(Repository.PathOf("tests/Corpus"))
            .Where(folder => !File.Exists(Path.Combine(folder, "ORIGIN.md")) && !File.Exists(Repository.PathOf("tests/Corpus/ORIGIN.md")));
        Assert.Empty(silent);
    }

    [GeneratedRegex(@"/(work|home|root)/[\w.-]+/|\bbrief\.md\b|\bsub-?agent\b|\bworktree\b", RegexOptions.IgnoreCase)]
    private static partial Regex MachinePath();
}
