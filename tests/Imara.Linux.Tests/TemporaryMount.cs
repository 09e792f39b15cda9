using System.Text;

namespace Imara.Linux.Tests;

/// <summary>A file system of our own, mounted below the directory for temporary files.</summary>
internal sealed class TemporaryMount : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("imara-linux-").FullName;

    private TemporaryMount() => Root = Path.Combine(directory, "mnt");

    public string Root { get; }

    public byte[] RootBytes => Encoding.UTF8.GetBytes(Root);

    public static TemporaryMount Tmpfs(int megabytes = 16) => Mount(m => $"mount -t tmpfs -o size={megabytes}m imara-test {m.Root}");

    public static TemporaryMount Ext4(Guid uuid) => Mount(m =>
        $"truncate -s 8M {m.directory}/image && /usr/sbin/mkfs.ext4 -q -U {uuid} {m.directory}/image && mount -o loop {m.directory}/image {m.Root}");

    public string Write(string name, string content)
    {
        var path = Path.Combine(Root, name);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose()
    {
        Shell.Run($"umount -l {Root}");
        Directory.Delete(directory, recursive: true);
    }

    private static TemporaryMount Mount(Func<TemporaryMount, string> command)
    {
        var mount = new TemporaryMount();
        Directory.CreateDirectory(mount.Root);
        Shell.Run(command(mount));
        return mount;
    }
}
