using Imara.Boot.Discovery;

namespace Imara.Boot.Tests.Discovery;

public class WholeFileTests
{
    [Fact]
    public void A_file_of_proc_that_claims_to_be_empty_is_read_whole()
    {
        Assert.Equal(Errno.None, WholeFile.Read("/proc/self/maps", out var text));
        Assert.True(text.Length > 16 << 10);
        Assert.Equal((byte)'\n', text[^1]);
    }

    [Theory]
    [InlineData("/proc", Errno.EISDIR)]
    [InlineData("/dev/null", Errno.EINVAL)]
    [InlineData("/nowhere/x", Errno.ENOENT)]
    [InlineData("/dev/null/x", Errno.ENOTDIR)]
    public void What_is_no_file_is_refused(string path, Errno expected) => Assert.Equal(expected, WholeFile.Read(path, out _));
}
