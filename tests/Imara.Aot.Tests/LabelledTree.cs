using Imara.Tests.Shared;

namespace Imara.Aot.Tests;

/// <summary>A small ext4 file system with labels good and bad, odd names, and things that are no files. Its path always has the same length.</summary>
internal sealed class LabelledTree : IDisposable
{
    private readonly string folder = $"/tmp/imara-tree-{Guid.NewGuid().ToString("N")[..8]}";

    public LabelledTree()
    {
        Directory.CreateDirectory(Root);
        Shell($$"""
            set -e
            truncate -s 64M {{folder}}/image; /usr/sbin/mkfs.ext4 -q {{folder}}/image; mount -o loop {{folder}}/image {{Root}}; cd {{Root}}; rmdir lost+found
            good() { setfattr -n security.ima -v 0x0404$(sha256sum < "$1" | cut -c1-64) "$1"; }
            mkdir bin lib etc closed && chmod 700 closed && chmod 755 .
            printf tool > bin/tool; chmod 755 bin/tool; good bin/tool; ln bin/tool bin/second-name
            printf script > bin/script; chmod 755 bin/script
            printf library > lib/libx.so.1; chmod 644 lib/libx.so.1; setfattr -n security.ima -v 0x0404$(printf other | sha256sum | cut -c1-64) lib/libx.so.1
            printf conf > etc/conf; chmod 644 etc/conf; setfattr -n security.ima -v 0x0404abcd etc/conf
            printf signed > etc/signed; chmod 600 etc/signed; setfattr -n security.ima -v 0x030204$(printf 11223344)0004aabbccdd etc/signed
            printf x > "$(printf 'line\nfeed\t')"; printf xx > "$(printf 'bad\377name')"; printf secret > closed/secret; chmod 644 closed/secret
            : > empty; good empty; printf log > log; chown 7:7 log
            mkfifo fifo; ln -s . loop; ln -s nowhere dangling; mknod null c 1 3
            """);
    }

    public string Root => folder + "/mnt";

    public static void Shell(string script)
    {
        var result = Command.Run("/bin/bash", ["-c", script]);
        Assert.True(result.Exit == 0, result.Error);
    }

    public void Dispose()
    {
        Shell($"umount -l {Root}");
        Directory.Delete(folder, recursive: true);
    }
}
