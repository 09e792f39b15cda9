using System.IO.Compression;
using Imara.Linux.Tests;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests.Libraries;

/// <summary>A system as an initramfs is one: the program, the C library, and what else is asked for. It is a file system of its own.</summary>
internal sealed class SmallSystem : IDisposable
{
    private readonly TemporaryMount mount = TemporaryMount.Tmpfs(megabytes: 64);
    private readonly bool hasProc;

    /// <summary>Makes one.</summary>
    /// <param name="libraries">More libraries, such as <c>libcrypto.so.3</c>.</param>
    /// <param name="hasProc">With /proc.</param>
    public SmallSystem(string[] libraries, bool hasProc)
    {
        this.hasProc = hasProc;
        Shell.Run($$"""
            set -e
            cd {{mount.Root}}
            mkdir -p tmp dev sys proc etc
            for file in $(ldd {{NativeBinary.Path}} | grep -o '/[^ ]*'); do mkdir -p .$(dirname $file) && cp -L $file .$file; done
            cp {{NativeBinary.Path}} imara && ln -s imara evmctl
            mknod dev/null c 1 3 && mknod dev/urandom c 1 9 && chmod 666 dev/null dev/urandom
            {{(hasProc ? "mount -t proc proc proc" : ":")}}
            """);
        foreach (var library in libraries)
        {
            var path = PathOf(library);
            Shell.Run($"mkdir -p {Root}{Path.GetDirectoryName(path)} && cp -L {path} {Root}{path}");
        }
    }

    /// <summary>Its root, seen from here.</summary>
    public string Root => mount.Root;

    /// <summary>Where this system has a library.</summary>
    public static string PathOf(string library) => Shell.Run($"/sbin/ldconfig -p | sed -n 's/.* => \\(.*{library}\\)$/\\1/p' | head -1");

    /// <summary>Puts a recorded file of a measurement list into it.</summary>
    public void PutList(string name, string recorded)
    {
        using var packed = new GZipStream(File.OpenRead(Repository.PathOf($"tests/Corpus/lists/{recorded}.gz")), CompressionMode.Decompress);
        using var file = File.Create(Path.Combine(Root, name));
        packed.CopyTo(file);
    }

    /// <summary>Runs the program in it.</summary>
    /// <param name="line">A line for the shell of this system; the first word is a program of the small one.</param>
    public CommandResult Run(string line) => Command.Run("/bin/bash", ["-c", $"exec timeout 60 chroot {Root} {line}"]);

    public void Dispose()
    {
        if (hasProc)
        {
            Shell.Run($"umount -l {Root}/proc");
        }

        mount.Dispose();
    }
}
