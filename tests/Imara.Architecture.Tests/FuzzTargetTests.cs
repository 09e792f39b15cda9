using Imara.Tests.Shared;

namespace Imara.Architecture.Tests;

public class FuzzTargetTests
{
    [Fact]
    public void Every_target_can_be_run_and_has_seeds()
    {
        var table = File.ReadAllText(Repository.PathOf("fuzz/Imara.Fuzz/Program.cs"));
        var targets = Repository.Files("fuzz/Imara.Fuzz/Targets", "*.cs").Select(path => Path.GetFileNameWithoutExtension(path)).ToList();
        Assert.NotEmpty(targets);
        Assert.Empty(targets.Where(target => !table.Contains($"[nameof({target})] = {target}.Run", StringComparison.Ordinal)));
        Assert.Empty(targets.Where(target => !Directory.Exists(Repository.PathOf($"fuzz/seeds/{target}"))));
    }
}
