using Imara.Boot.Programs;
using Imara.Tests.Shared;

namespace Imara.Boot.Tests.Programs;

public sealed class StartClosureTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("imara-closure-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("/bin/bash")]
    [InlineData("/usr/bin/openssl")]
    public void The_files_are_those_that_ldd_names(string program)
    {
        var closure = new StartClosure("/");
        closure.Add(program);
        var theirs = Command.Run("sh", ["-c", $"ldd {program} | grep -o '/[^ ]*' | xargs readlink -f; readlink -f {program}"]).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(theirs.Distinct().Order(StringComparer.Ordinal), closure.Files);
        Assert.Empty(closure.Missing);
    }

    [Fact]
    public void A_script_needs_its_interpreter_and_links_stay_inside_the_root()
    {
        Shell("mkdir -p usr/bin sbin; ln -s usr/bin bin; printf '#! /bin/sh -e\\n' >usr/bin/script; printf 'shell' >usr/bin/dash; ln -s dash usr/bin/sh; ln -s /usr/bin/script sbin/init; ln -s ../../../../usr/bin/script sbin/other");
        foreach (var path in (string[])["sbin/init", "sbin/other"])
        {
            var closure = new StartClosure(root);
            closure.Add(path);
            Assert.Equal([$"{root}/usr/bin/dash", $"{root}/usr/bin/script"], closure.Files);
        }
    }

    [Fact]
    public void What_is_named_and_not_there_is_told()
    {
        Shell("mkdir -p bin lib64; cp /bin/ls bin/ls; printf '#!/bin/none\\n' >bin/script; chmod 755 bin/ls bin/script; ln -s round bin/round");
        var closure = new StartClosure(root);
        closure.Add("bin");
        closure.Add("bin/round");
        Assert.Equal([$"{root}/bin/ls", $"{root}/bin/script"], closure.Files);
        Assert.Contains($"/bin/none (needed by {root}/bin/script)", closure.Missing);
        Assert.Contains($"libc.so.6 (needed by {root}/bin/ls)", closure.Missing);
    }

    [Fact]
    public void A_library_that_the_program_brings_along_is_there_for_its_libraries_too()
    {
        Shell("""
            mkdir -p bin opt; echo 'int g(void) { return 0; }' >g.c; echo 'int g(void); int f(void) { return g(); }' >f.c; echo 'int f(void); int g(void); int main(void) { return f() + g(); }' >m.c
            gcc -shared -fPIC -o opt/libg.so g.c && gcc -shared -fPIC -o opt/libf.so f.c -Lopt -lg && gcc -Wl,-rpath,/opt -o bin/program m.c -Wl,--no-as-needed -Lopt -lf -lg
            """);
        var closure = new StartClosure(root);
        closure.Add("bin/program");
        Assert.Contains($"{root}/opt/libg.so", closure.Files);
        Assert.DoesNotContain(closure.Missing, missing => missing.StartsWith("libg.so", StringComparison.Ordinal));
    }

    [Fact]
    public void Folders_of_libraries_follow_the_configuration()
    {
        Shell("mkdir -p etc/ld.so.conf.d usr/lib/x86_64-linux-gnu; printf 'include /etc/ld.so.conf.d/*.conf\\n# no\\n/last\\n' >etc/ld.so.conf; printf '/opt/b # text\\n' >etc/ld.so.conf.d/b.conf; echo /opt/a >etc/ld.so.conf.d/a.conf");
        Assert.Equal(["opt/a", "opt/b", "last", "lib64", "usr/lib64", "lib", "usr/lib", "usr/lib/x86_64-linux-gnu"], LibraryFolders.Of(root));
    }

    private void Shell(string script) => Assert.Equal(0, Command.Run("bash", ["-c", $"cd {root}; {script}"]).Exit);
}
