using Imara.Boot.Checking;

namespace Imara.Boot.Tests.Checking;

public class StartWordsTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("quiet", null)]
    [InlineData("init=/a", "/a")]
    [InlineData("init=/a init=/b", "/b")]
    [InlineData("init=/a init=", "/a")]
    [InlineData("init", null)]
    [InlineData("rdinit=/a", null)]
    [InlineData("quiet -- init=/a", null)]
    [InlineData("init=/a -- init=/b", "/a")]
    public void The_last_init_before_the_dashes_counts(string? commandLine, string? expected) => Assert.Equal(expected, StartWords.InitOf(commandLine));

    [Theory]
    [InlineData("", "the initramfs (tmpfs)")]
    [InlineData("root=", "the initramfs (tmpfs)")]
    [InlineData("root=/dev/vda", "the initramfs (ramfs)")]
    [InlineData("rootfstype=tmpfs", "the initramfs (tmpfs)")]
    [InlineData("rootfstype=ext4,tmpfs root=/dev/vda", "the initramfs (tmpfs)")]
    [InlineData("rootfstype=ext4", "the initramfs (ramfs)")]
    [InlineData(null, "the initramfs (ramfs)", "the initramfs (tmpfs)")]
    public void The_command_line_tells_what_the_initramfs_lies_on(string? commandLine, params string[] expected) =>
        Assert.Equal(expected, StartWords.InitramfsOf(commandLine).Select(fs => fs.Name));
}
