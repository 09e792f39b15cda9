using System.Security.Cryptography;
using System.Text;
using Imara.Appraisal.Archives.Oci;
using Imara.Appraisal.Labelling;
using Imara.Linux.Files;

namespace Imara.Appraisal.Tests.Archives;

/// <summary>A layout of umoci, labelled, and unpacked by umoci, which checks every digest.</summary>
public class OciToolsTests
{
    [Fact]
    public void A_labelled_image_unpacks_with_its_labels()
    {
        using var mount = TestMount.Ext4();
        var folder = mount.Root;
        TestMount.Shell(
            $"cd {folder} && umoci init --layout image && umoci new --image image:one && umoci unpack --image image:one bundle && mkdir bundle/rootfs/bin"
            + " && printf shell >bundle/rootfs/bin/sh && printf gone >bundle/rootfs/gone && umoci repack --image image:one bundle && rm -rf bundle"
            + " && umoci unpack --image image:one bundle && printf other >bundle/rootfs/bin/sh && rm bundle/rootfs/gone && ln bundle/rootfs/bin/sh bundle/rootfs/bin/ash && umoci repack --image image:two bundle && rm -rf bundle");
        var heard = new HeardLayout();
        Assert.True(new OciLabeller(() => new HashAction(HashAlgo.Sha256)) { Listener = heard, RemovesReplaced = true }.TryLabel($"{folder}/image", out var error), error.ToString());
        Assert.Equal(2, heard.Lines.Count(l => l == "end: changed"));
        TestMount.Shell($"cd {folder} && umoci unpack --image image:one one && umoci unpack --image image:two two && test ! -e two/rootfs/gone && umoci gc --layout image");
        AssertLabelled($"{folder}/one/rootfs/bin/sh", "shell");
        AssertLabelled($"{folder}/one/rootfs/gone", "gone");
        AssertLabelled($"{folder}/two/rootfs/bin/ash", "other");
    }

    private static void AssertLabelled(string path, string content)
    {
        var value = new byte[100];
        Assert.Equal(Errno.None, ExtendedAttributes.Read(Encoding.UTF8.GetBytes(path), "security.ima"u8, value, out var length));
        Assert.Equal([4, 4, .. SHA256.HashData(Encoding.UTF8.GetBytes(content))], value[..length]);
    }
}
