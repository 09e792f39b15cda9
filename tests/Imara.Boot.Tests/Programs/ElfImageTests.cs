using CsCheck;
using Imara.Boot.Programs;
using Imara.Tests.Shared;

namespace Imara.Boot.Tests.Programs;

public class ElfImageTests
{
    public static TheoryData<string> Programs => [.. new[] { "/bin/ls", "/bin/bash", "/usr/bin/openssl", "/lib/x86_64-linux-gnu/libc.so.6", "/lib/x86_64-linux-gnu/libcrypto.so.3", "/bin/busybox" }.Where(File.Exists)];

    [Theory]
    [MemberData(nameof(Programs))]
    public void What_a_program_needs_is_what_readelf_says(string path)
    {
        Assert.True(ElfImage.TryRead(File.ReadAllBytes(path), out var image, out var error), error.ToString());
        var lines = Command.Run("readelf", ["-W", "-d", "-l", path]).Output.Split('\n');
        Assert.Equal(Between(lines, "Shared library: [", ']'), image.Needed.Select(name => name.ToString()));
        Assert.Equal(Between(lines, "Requesting program interpreter: ", ']'), image.Interpreter.IsEmpty ? [] : [image.Interpreter.ToString()]);
        Assert.Equal(62, image.Machine);
    }

    [Fact]
    public void A_run_path_is_split_at_its_colons()
    {
        var folder = Directory.CreateTempSubdirectory("imara-elf-");
        var built = Command.Run("sh", ["-c", $"cd {folder.FullName}; echo 'int main(void) {{ return 0; }}' >a.c; gcc -Wl,-rpath,'$ORIGIN/../lib:/opt/lib' -o a a.c && cat a"]);
        Assert.True(built.Exit == 0, built.Error);
        Assert.True(ElfImage.TryRead(File.ReadAllBytes(Path.Combine(folder.FullName, "a")), out var image, out _));
        Assert.Equal(["$ORIGIN/../lib", "/opt/lib"], image.RunPaths.Select(path => path.ToString()));
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Damaged_files_are_read_or_refused_and_never_throw()
    {
        var good = File.ReadAllBytes("/bin/ls");
        Gen.Select(Gen.Int[0, 1024], Gen.Byte, Gen.Int[0, good.Length]).Sample((offset, value, length) =>
        {
            var bytes = good[..length];
            if (offset < length)
            {
                bytes[offset] = value;
            }

            var read = ElfImage.TryRead(bytes, out var image, out var error);
            return read == image is not null && error.Offset <= length;
        });
    }

    private static IEnumerable<string> Between(string[] lines, string before, char after) =>
        from line in lines
        let start = line.IndexOf(before, StringComparison.Ordinal)
        where start >= 0
        let rest = line[(start + before.Length)..]
        select rest[..rest.IndexOf(after)];
}
