using System.Text;
using Imara.Boot.Discovery;

namespace Imara.Boot.Tests.Discovery;

public sealed class BootPlacesTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("imara-places-").FullName;
    private readonly List<string> notes = [];

    [Theory]
    [InlineData("", "/sysroot/etc/sysconfig/ima-policy")]
    [InlineData("IMAPOLICY=/etc/my policy", "/sysroot/etc/sysconfig/ima-policy")]
    [InlineData("IMAPOLICY=\"/etc/my policy\"  # of this site\n", "/sysroot/etc/my policy")]
    [InlineData("IMAPOLICY='/etc/a'\nexport IMAPOLICY=/etc/b\n", "/sysroot/etc/b")]
    [InlineData("# IMAPOLICY=/etc/a\nXIMAPOLICY=/etc/b\nIMAPOLICY2=/etc/c", "/sysroot/etc/sysconfig/ima-policy")]
    [InlineData("IMAPOLICY=", "/sysroot/etc/sysconfig/ima-policy")]
    public void The_policy_of_systemd_comes_before_that_of_dracut(string settings, string second)
    {
        var places = BootPlaces.OfPolicy("/sysroot/", Encoding.UTF8.GetBytes(settings), notes);
        Assert.Equal(["/sysroot/etc/ima/ima-policy", second], places.Select(place => place.Path));
    }

    [Theory]
    [InlineData("IMAPOLICY=$HOME/policy", "without a shell")]
    [InlineData("IMAPOLICY=\"/etc/`hostname`\"", "without a shell")]
    [InlineData("IMAPOLICY=\"/etc/a", "without a shell")]
    [InlineData("IMAPOLICY='/etc/a'b", "without a shell")]
    [InlineData("IMAPOLICY=/etc/a command", "without a shell")]
    [InlineData("IMAPOLICY=etc/a", "no absolute path")]
    public void A_setting_that_cannot_be_followed_is_named(string settings, string reason)
    {
        var places = BootPlaces.OfPolicy("/", Encoding.UTF8.GetBytes(settings), notes);
        Assert.Equal("/etc/sysconfig/ima-policy", places[1].Path);
        Assert.Contains(reason, Assert.Single(notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_where_the_kernel_and_dracut_look()
    {
        var places = BootPlaces.OfKeys(null, "/", "IMAKEYSDIR=/etc/site/ima"u8, "EVMX509=/etc/site/evm.der"u8, notes);
        Assert.Equal(["/etc/keys/x509_ima.der", "/etc/site/ima", "/etc/site/evm.der", "/etc/keys/evm"], places.Select(place => place.Path));
        Assert.Equal(["/k/x509_ima.der", "/k/ima", "/k/x509_evm.der", "/k/evm"], BootPlaces.OfKeys("/k/", "/sysroot", default, default, notes).Select(place => place.Path));
    }

    [Fact]
    public void The_first_policy_that_exists_is_taken_and_others_are_named()
    {
        Assert.Null(new BootSearch(root, notes).FindPolicy(out var places));
        Assert.Equal(2, places.Count);

        Write("etc/sysconfig/ima-policy", "x");
        Assert.Equal(root + "/etc/sysconfig/ima-policy", new BootSearch(root, notes).FindPolicy(out _)?.Path);
        Write("etc/ima/ima-policy", "x");
        Assert.Empty(notes);
        Assert.Equal(root + "/etc/ima/ima-policy", new BootSearch(root, notes).FindPolicy(out _)?.Path);
        Assert.Contains("/etc/sysconfig/ima-policy (dracut) is there too", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_found_in_the_order_of_their_names()
    {
        Write("etc/keys/ima/b.der", "x");
        Write("etc/keys/ima/a.der", "x");
        Write("etc/keys/ima/old/c.der", "x");
        Write("etc/keys/x509_ima.der", "x");
        Write("etc/keys/evm/e.der", "x");
        var files = new BootSearch(root, notes).FindKeys(null);
        Assert.Equal(["x509_ima.der", "a.der", "b.der", "e.der"], files.Select(file => Path.GetFileName(file.Path)));
        Assert.Equal([KeyPurpose.Ima, KeyPurpose.Ima, KeyPurpose.Ima, KeyPurpose.Evm], files.Select(file => file.Purpose));
        Assert.Contains("old", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_keys_that_is_named_and_not_there_is_told()
    {
        Assert.Empty(new BootSearch(root, notes).FindKeys(root + "/nowhere"));
        Assert.Contains("no such folder", Assert.Single(notes), StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(root, recursive: true);

    private void Write(string path, string text)
    {
        var file = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
