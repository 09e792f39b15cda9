using Imara.Boot.Discovery;

namespace Imara.Boot.Tests.Discovery;

public sealed class BootSearchTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("imara-search-").FullName;
    private readonly List<string> notes = [];

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void A_link_with_an_absolute_target_leads_below_the_root()
    {
        Write("usr/share/ima/p");
        Link("etc/ima/ima-policy", "/usr/share/ima/p");
        var found = Search().FindPolicy(out _)!;
        Assert.Equal(($"{root}/usr/share/ima/p", false), (found.Path, found.LeadsNowhere));
    }

    [Fact]
    public void A_name_that_leads_nowhere_is_not_the_same_as_none()
    {
        Assert.Null(Search().FindPolicy(out var places));
        Assert.Equal(2, places.Count);
        Link("etc/ima/ima-policy", "/usr/share/ima/missing");
        var found = Search().FindPolicy(out _)!;
        Assert.Equal(($"{root}/etc/ima/ima-policy", true), (found.Path, found.LeadsNowhere));
    }

    [Fact]
    public void A_target_that_is_there_on_this_machine_alone_is_none()
    {
        Link("etc/ima/ima-policy", "/etc/passwd");
        Assert.True(Search().FindPolicy(out _)!.LeadsNowhere);
    }

    [Fact]
    public void The_first_policy_counts_and_the_other_is_named()
    {
        Write("etc/ima/ima-policy");
        Write("etc/sysconfig/ima-policy");
        Assert.Equal("systemd", Search().FindPolicy(out _)!.Origin);
        Assert.Contains("etc/sysconfig/ima-policy", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_and_their_folders_are_followed_below_the_root()
    {
        Write("usr/share/keys/a.der");
        Link("etc/keys/ima", "/usr/share/keys");
        Link("usr/share/keys/b.der", "/etc/passwd");
        Link("etc/keys/x509_ima.der", "/usr/share/keys/a.der");
        var found = Search().FindKeys(null);
        Assert.Equal(
            [($"{root}/usr/share/keys/a.der", false), ($"{root}/usr/share/keys/a.der", false), ($"{root}/usr/share/keys/b.der", true)],
            found.Select(file => (file.Path, file.LeadsNowhere)));
    }

    [Fact]
    public void A_folder_of_keys_that_leads_nowhere_is_told_as_a_key_that_cannot_be_read()
    {
        Link("etc/keys/ima", "/nowhere");
        Assert.True(Assert.Single(Search().FindKeys(null)).LeadsNowhere);
    }

    private BootSearch Search() => new(root, notes);

    private void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, path))!);
        File.WriteAllText(Path.Combine(root, path), "x");
    }

    private void Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, path))!);
        File.CreateSymbolicLink(Path.Combine(root, path), target);
    }
}
