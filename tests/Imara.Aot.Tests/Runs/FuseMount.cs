using System.Diagnostics;
using Imara.Linux.Tests;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests.Runs;

/// <summary>A file system whose one file, `file`, is made by a program: fuse-server.c.</summary>
internal sealed class FuseMount : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("imara-fuse-").FullName;
    private readonly Process server;

    /// <summary>Compiles the server and mounts it.</summary>
    /// <param name="backing">A file that it opens for each read; null: it never answers one.</param>
    public FuseMount(string? backing)
    {
        Root = folder + "/mnt";
        Directory.CreateDirectory(Root);
        Shell.Run($"cc -O1 -o {folder}/server {Repository.PathOf("tests/Imara.Aot.Tests/Runs/fuse-server.c")}");
        server = Shell.StartIt($"exec {folder}/server {Root} {backing}");
        Assert.Equal("mounted", server.StandardOutput.ReadLine());
    }

    /// <summary>Where it is mounted.</summary>
    public string Root { get; }

    /// <summary>Ends the server: who waits for it goes on.</summary>
    public void End()
    {
        server.Kill();
        server.WaitForExit();
    }

    public void Dispose()
    {
        End();
        Shell.Run($"umount -l {Root}");
        Directory.Delete(folder, recursive: true);
        server.Dispose();
    }
}
