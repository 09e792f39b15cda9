using Imara.Appraisal.Simulating;
using Imara.Boot.Witnesses;

namespace Imara.Boot.Tests.Witnesses;

/// <summary>What an access says about a signature: nothing went wrong, or the kernel was not asked.</summary>
public sealed class WitnessAccessTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("imara-access-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData(AccessKind.Read)]
    [InlineData(AccessKind.Map)]
    [InlineData(AccessKind.Module)]
    [InlineData(AccessKind.Execute)]
    public void A_file_that_is_not_there_was_not_asked_about(AccessKind kind) => Assert.Equal(Errno.ENOENT, Do(Path.Combine(root, "none"), kind));

    [Theory]
    [InlineData(AccessKind.Read)]
    [InlineData(AccessKind.Map)]
    public void What_is_read_or_mapped_passes(AccessKind kind) => Assert.Equal(Errno.None, Do(Make("file", "content"u8), kind));

    [Fact]
    public void What_cannot_be_mapped_does_not_pass() => Assert.Equal(Errno.ENODEV, Do(root, AccessKind.Map));

    [Fact]
    public void A_program_a_script_without_interpreter_and_what_is_no_program_were_all_asked_about()
    {
        Assert.Equal(Errno.None, Do("/bin/true", AccessKind.Execute));
        Assert.Equal(Errno.None, Do(Make("script", "#!/none/at/all\n"u8), AccessKind.Execute));
        Assert.Equal(Errno.None, Do(Make("data", "\u007fELF but none"u8), AccessKind.Execute));
        var closed = Make("closed", "#!/bin/sh\n"u8);
        File.SetUnixFileMode(closed, UnixFileMode.UserRead);
        Assert.Equal(Errno.EACCES, Do(closed, AccessKind.Execute));
    }

    [Fact]
    public void Who_is_executed_does_not_go_on()
    {
        var seconds = $"{1_000_000 + Environment.ProcessId}";
        Assert.Equal(Errno.None, new WitnessAccess(0).Do(new Witness("/bin/sleep", AccessKind.Execute, ["sleep", seconds])));
        Assert.NotEqual(0, Imara.Tests.Shared.Command.Run("pgrep", ["-x", "-f", $"sleep {seconds}"]).Exit);
    }

    [Fact]
    public void What_the_kernel_might_load_is_never_given_to_it_as_a_module()
    {
        byte[] head = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, .. new byte[9]];
        Assert.Equal(Errno.EINVAL, Do(Make("little.ko", [.. head, 1, 0, 0, 0]), AccessKind.Module));
        Assert.Equal(Errno.EINVAL, Do(Make("big.ko", [.. head, 0, 1, 0, 0]), AccessKind.Module));
        Assert.Equal(Errno.EINVAL, Do(Make("short", "\u007fELF"u8), AccessKind.Module));
        Assert.Equal(Errno.EINVAL, Do(Make("empty", []), AccessKind.Module));
    }

    [Theory]
    [InlineData(Errno.ENOEXEC, Errno.None)]
    [InlineData(Errno.EKEYREJECTED, Errno.None)]
    [InlineData(Errno.EACCES, Errno.EACCES)]
    [InlineData(Errno.EPERM, Errno.EPERM)]
    [InlineData(Errno.None, Errno.EINVAL)]
    public void What_the_kernel_says_of_something_that_is_no_module_tells_whether_it_looked_at_the_signature(Errno answer, Errno expected) =>
        Assert.Equal(expected, WitnessAccess.OfModule(answer));

    [Theory]
    [InlineData(Errno.None, true, Errno.None)]
    [InlineData(Errno.ENOEXEC, true, Errno.None)]
    [InlineData(Errno.ENOEXEC, false, Errno.None)]
    [InlineData(Errno.ENOENT, true, Errno.None)]
    [InlineData(Errno.ENOENT, false, Errno.ENOENT)]
    [InlineData(Errno.EACCES, true, Errno.EACCES)]
    public void A_program_that_does_not_start_was_looked_at_unless_the_kernel_refuses_it_or_it_is_gone(Errno answer, bool isThere, Errno expected) =>
        Assert.Equal(expected, WitnessAccess.OfExecution(answer, isThere));

    private static Errno Do(string path, AccessKind kind) => new WitnessAccess(0).Do(new Witness(path, kind, [path]));

    private string Make(string name, ReadOnlySpan<byte> content)
    {
        var path = Path.Combine(root, name);
        File.WriteAllBytes(path, content);
        File.SetUnixFileMode(path, (UnixFileMode)0x1ed);
        return path;
    }
}
