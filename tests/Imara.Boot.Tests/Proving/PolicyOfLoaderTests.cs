using Imara.Boot.Installing;
using Imara.Boot.Proving;

namespace Imara.Boot.Tests.Proving;

public sealed class PolicyOfLoaderTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("imara-loader-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Where_init_systems_look_comes_first()
    {
        Assert.Null(PolicyOfLoader.Find(root));
        InstallUnit("/etc/imara/policy");
        Write("etc/ima/ima-policy", "measure func=BPRM_CHECK\n");
        Assert.Equal("/etc/ima/ima-policy", PolicyOfLoader.Find(root));
    }

    [Fact]
    public void Else_what_is_installed_and_switched_on_names_it()
    {
        InstallUnit("/etc/imara/policy");
        Assert.Equal("/etc/imara/policy", PolicyOfLoader.Find(root));
        File.Delete(Path.Combine(root, "etc/imara/policy"));
        Assert.Null(PolicyOfLoader.Find(root));
    }

    [Fact]
    public void A_unit_that_is_not_switched_on_loads_nothing()
    {
        InstallUnit("/etc/imara/policy");
        Directory.Delete(Path.Combine(root, "etc/systemd/system/sysinit.target.wants"), recursive: true);
        Assert.Null(PolicyOfLoader.Find(root));
    }

    private void InstallUnit(string policy)
    {
        Write(policy[1..], "measure func=BPRM_CHECK\n");
        foreach (var file in BootFiles.Of(new InstallRequest(InitSystem.Systemd, "/usr/bin/imara") { Policy = policy }))
        {
            if (file.IsLink)
            {
                var at = Path.Combine(root, file.Path.TrimStart('/'));
                Directory.CreateDirectory(Path.GetDirectoryName(at)!);
                File.CreateSymbolicLink(at, file.Text);
            }
            else
            {
                Write(file.Path.TrimStart('/'), file.Text);
            }
        }
    }

    private void Write(string path, string content)
    {
        var at = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(at)!);
        File.WriteAllText(at, content);
    }
}
