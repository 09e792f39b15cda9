using System.Text;
using Imara.Linux.Files;
using Imara.Tests.Shared;

namespace Imara.Appraisal.Tests;

/// <summary>A file system of our own, with files whose attributes are set as wanted.</summary>
internal sealed class TestMount : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("imara-simulate-").FullName;

    private TestMount() => Root = Path.Combine(directory, "mnt");

    public string Root { get; }

    public ReadOnlyMemory<byte> RootBytes => Encoding.UTF8.GetBytes(Root);

    public static TestMount Ext4() => Mount(m => $"truncate -s 40M {m.directory}/image && /usr/sbin/mkfs.ext4 -q {m.directory}/image && mount -o loop {m.directory}/image {m.Root} && rmdir {m.Root}/lost+found");

    public static TestMount Ramfs() => Mount(m => $"mount -t ramfs imara-test {m.Root}");

    public static void Shell(string command)
    {
        var result = Command.Run("/bin/sh", ["-c", command]);
        Assert.True(result.Exit == 0, $"{command}: exit {result.Exit}\n{result.Error}");
    }

    public string Write(string name, string content, byte[]? ima = null, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        File.SetUnixFileMode(path, mode);
        if (ima is not null)
        {
            Assert.Equal(Errno.None, Descriptor.Open(Encoding.UTF8.GetBytes(path), OpenFlags.ReadOnly, out var descriptor));
            Assert.Equal(Errno.None, ExtendedAttributes.Write(descriptor, "security.ima"u8, ima));
            Descriptor.Close(descriptor);
        }

        return path;
    }

    public void Dispose()
    {
        Shell($"umount -l {Root}");
        Directory.Delete(directory, recursive: true);
    }

    private static TestMount Mount(Func<TestMount, string> command)
    {
        var mount = new TestMount();
        Directory.CreateDirectory(mount.Root);
        Shell(command(mount));
        return mount;
    }
}
