using Imara.Boot.Discovery;
using Imara.Boot.Loading;
using Imara.Tests.Shared;

namespace Imara.Boot.Tests.Loading;

public class KeyLoaderTests
{
    private static readonly byte[] Pem = File.ReadAllBytes(Repository.PathOf("tests/Corpus/keys/rsa2048.pem"));

    private readonly Told told = new();

    [Fact]
    public void Where_the_kernel_has_trusted_keyrings_they_get_the_keys()
    {
        var rings = new Rings { Known = { [".ima"] = 7, [".evm"] = 8 } };
        var keys = Load(rings, ("/etc/keys/ima/a.pem", KeyPurpose.Ima, Pem), ("/etc/keys/x509_evm.der", KeyPurpose.Evm, Pem));
        Assert.Equal([(".ima", Errno.None), (".evm", Errno.None)], keys.Select(key => (key.Keyring, key.Errno)));
        Assert.Equal([7, 8], rings.Added.Select(added => added.Ring));
        Assert.Empty(rings.Made);
    }

    [Fact]
    public void Where_it_has_none_the_one_it_searches_for_is_made_once()
    {
        var rings = new Rings();
        var keys = Load(rings, ("a", KeyPurpose.Ima, Pem), ("b", KeyPurpose.Ima, Pem));
        Assert.Equal(["_ima"], rings.Made);
        Assert.All(keys, key => Assert.Equal(("_ima", Errno.None), (key.Keyring, key.Errno)));
        Assert.Single(told.Notes);
    }

    [Fact]
    public void PEM_is_given_as_DER_and_each_certificate_of_a_file_by_itself()
    {
        var rings = new Rings { Known = { [".ima"] = 7 } };
        var keys = Load(rings, ("two.pem", KeyPurpose.Ima, [.. Pem, .. Pem]));
        Assert.Equal(2, keys.Count);
        Assert.All(rings.Added, added => Assert.Equal(0x30, added.Der[0]));
        Assert.NotNull(keys[0].Certificate);
    }

    [Fact]
    public void What_is_no_certificate_is_the_kernels_to_refuse()
    {
        var rings = new Rings { Known = { [".ima"] = 7 }, Answer = Errno.EBADMSG };
        var key = Assert.Single(Load(rings, ("junk", KeyPurpose.Ima, "junk"u8.ToArray())));
        Assert.Equal((Errno.EBADMSG, 0), (key.Errno, key.Serial));
        Assert.Null(key.Certificate);
        Assert.Equal([key], told.Keys);
    }

    [Fact]
    public void A_keyring_that_cannot_be_used_and_a_file_that_cannot_be_read_are_named_and_stop_nothing()
    {
        var rings = new Rings { Known = { [".evm"] = 8 }, Find = name => name == ".ima" ? Errno.ENOSYS : null };
        var loader = new KeyLoader(rings, path => path == "unreadable" ? (Errno.EACCES, []) : (Errno.None, Pem), told);
        var keys = loader.Load([new("unreadable", KeyPurpose.Evm), new("a", KeyPurpose.Ima), new("b", KeyPurpose.Evm)]);
        Assert.Equal([(".evm", Errno.EACCES), (".ima", Errno.ENOSYS), (".evm", Errno.None)], keys.Select(key => (key.Keyring, key.Errno)));
        Assert.Equal([false, false, true], keys.Select(key => key.Obstacle is null));
        Assert.Equal(3, told.Keys.Count);
    }

    [Fact]
    public void A_name_that_leads_nowhere_is_never_read()
    {
        var loader = new KeyLoader(new Rings { Known = { [".ima"] = 7 } }, _ => (Errno.None, Pem), told);
        var key = Assert.Single(loader.Load([new KeyFile("/sysroot/etc/keys/ima/a", KeyPurpose.Ima) { LeadsNowhere = true }]));
        Assert.Equal((Errno.ENOENT, true), (key.Errno, key.Obstacle is not null));
    }

    private List<LoadedKey> Load(Rings rings, params (string Path, KeyPurpose Purpose, byte[] Content)[] files) =>
        [.. new KeyLoader(rings, path => (Errno.None, files.First(file => file.Path == path).Content), told).Load(files.Select(file => new KeyFile(file.Path, file.Purpose)))];

    private sealed class Rings : IKeyrings
    {
        public Dictionary<string, int> Known { get; } = [];

        public List<string> Made { get; } = [];

        public List<(byte[] Der, int Ring)> Added { get; } = [];

        public Errno Answer { get; init; }

        public Func<string, Errno?> Find { get; init; } = _ => null;

        Errno IKeyrings.Find(string name, out int serial)
        {
            serial = 0;
            return Find(name) ?? (Known.TryGetValue(name, out serial) ? Errno.None : Errno.ENOKEY);
        }

        public Errno Make(string name, out int serial)
        {
            Made.Add(name);
            serial = Known[name] = 100 + Made.Count;
            return Errno.None;
        }

        public Errno Add(ReadOnlySpan<byte> der, int keyring, out int serial)
        {
            Added.Add((der.ToArray(), keyring));
            serial = Answer == Errno.None ? 1000 + Added.Count : 0;
            return Answer;
        }
    }
}
