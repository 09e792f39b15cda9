using Imara.Boot.Checking;
using Imara.Tests.Shared;

namespace Imara.Boot.Tests.Checking;

public sealed class InitPathTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("imara-init-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("/sbin/init", "/sbin/init", "/etc/init", "/bin/init")]
    [InlineData("/etc/init", "/etc/init", "/bin/init")]
    [InlineData("/bin/init", "/bin/init")]
    [InlineData(null, "/bin/sh")]
    [InlineData(null, "/init")]
    [InlineData(null)]
    public void The_first_that_is_there_is_init_and_a_shell_is_none(string? expected, params string[] there)
    {
        Programs(there);
        Assert.Equal(expected, InitPath.Find(root, null, out var problem));
        Assert.Equal(expected is null, problem.Contains("there is no init", StringComparison.Ordinal));
        Assert.Equal(expected is not null, problem.Length == 0);
    }

    [Theory]
    [InlineData("100", true)]
    [InlineData("010", true)]
    [InlineData("001", true)]
    [InlineData("666", false)]
    public void One_execute_bit_makes_a_program(string mode, bool isProgram)
    {
        Programs("/sbin/init");
        Shell($"chmod {mode} sbin/init");
        Assert.Equal(isProgram ? "/sbin/init" : null, InitPath.Find(root, null, out var problem));
        Assert.Equal(isProgram ? string.Empty : "`/sbin/init` is no program: it is no regular file, or has no execute bit", problem);
    }

    [Fact]
    public void The_one_that_is_named_is_the_only_one_that_is_tried()
    {
        Programs("/sbin/init", "/bin/other");
        Assert.Equal("/bin/other", InitPath.Find(root, "/bin/other", out _));
        Assert.Null(InitPath.Find(root, "/bin/none", out var problem));
        Assert.Equal("`/bin/none`, which init= names, is not there", problem);
    }

    [Fact]
    public void What_is_there_and_cannot_start_is_not_passed_over()
    {
        Programs("/bin/init");
        Shell("mkdir -p sbin etc; ln -s /lib/none sbin/init");
        Assert.Null(InitPath.Find(root, null, out var problem));
        Assert.Equal("`/sbin/init` leads to `/lib/none`, which is not there", problem);
        Shell("rm sbin/init; mkdir sbin/init");
        Assert.Null(InitPath.Find(root, null, out problem));
        Assert.Contains("is no program", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_lead_inside_the_root()
    {
        Programs("/usr/lib/own/start");
        Shell("mkdir sbin; ln -s /usr/lib/own/start sbin/init");
        Assert.Equal("/sbin/init", InitPath.Find(root, null, out _));
    }

    [Fact]
    public void Init_a_shell_a_login_and_what_is_asked_for_must_start()
    {
        string[] all = ["/sbin/init", "/bin/sh", "/bin/mount", "/sbin/sulogin", "/sbin/agetty", "/bin/login", "/opt/own"];
        Programs([.. all, "/bin/other", "/sbin/beside"]);
        Assert.Equal(all.Order(StringComparer.Ordinal), Of("/sbin/init", "/opt/own"));
        Assert.DoesNotContain("/sbin/init", Of(null));
        Assert.DoesNotContain("/opt/own", Of("/sbin/init"));
    }

    [Theory]
    [InlineData("systemd", true)]
    [InlineData("own", false)]
    public void With_systemd_the_programs_that_it_starts_by_itself_count_too(string name, bool counts)
    {
        Programs($"/usr/lib/{name}/{name}", $"/usr/lib/{name}/executor", $"/usr/lib/{name}/generators/first", "/usr/lib/beside");
        Shell($"mkdir sbin; ln -s ../usr/lib/{name}/{name} sbin/init");
        string[] expected = counts ? [$"/usr/lib/{name}/executor", $"/usr/lib/{name}/generators/first", $"/usr/lib/{name}/{name}"] : [$"/usr/lib/{name}/{name}"];
        Assert.Equal(expected, Of("/sbin/init"));
    }

    private IEnumerable<string> Of(string? init, params string[] more) => InitPath.Of(root, init, more).Files.Select(file => file[root.Length..]);

    private void Programs(params string[] paths)
    {
        foreach (var path in paths)
        {
            Shell($"mkdir -p .{Path.GetDirectoryName(path)}; printf x >.{path}; chmod 755 .{path}");
        }
    }

    private void Shell(string script) => Assert.Equal(0, Command.Run("bash", ["-c", $"cd {root}; {script}"]).Exit);
}
