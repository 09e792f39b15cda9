using System.Text;
using Imara.Linux.ProcFs;

namespace Imara.Linux.Tests.ProcFs;

public class MapsReaderTests
{
    private const string Maps =
        """
        55d0c0a00000-55d0c0a02000 r--p 00000000 fe:00 1835063                    /usr/bin/cat
        55d0c0a02000-55d0c0a06000 r-xp 00002000 fe:00 1835063                    /usr/bin/cat
        7f0000000000-7f0000001000 rw-p 00000000 00:00 0
        7f0000001000-7f0000002000 r-xp 00000000 fe:00 7                          /opt/two words (deleted)
        7ffc00000000-7ffc00021000 rw-p 00000000 00:00 0                          [stack]
        ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]
        nonsense
        7f00 r-xp
        """;

    [Fact]
    public void File_mappings_are_read_and_everything_else_is_passed_over()
    {
        var reader = new MapsReader(Encoding.UTF8.GetBytes(Maps));
        var found = new List<string>();
        while (reader.TryRead(out var entry))
        {
            found.Add($"{entry.Start:x} {entry.IsExecutable} {entry.Inode} {Encoding.UTF8.GetString(entry.Path)}");
        }

        Assert.Equal(
            ["55d0c0a00000 False 1835063 /usr/bin/cat", "55d0c0a02000 True 1835063 /usr/bin/cat", "7f0000001000 True 7 /opt/two words (deleted)"], found);
    }

    [Fact]
    public void Our_interpreter_is_mapped_where_the_kernel_says()
    {
        Assert.Contains(Environment.ProcessId, ProcessList.Read());
        var start = ProcessList.InterpreterBase(Environment.ProcessId);
        Assert.Equal(Errno.None, ProcFile.ReadWhole("/proc/self/maps"u8, out var maps));
        var reader = new MapsReader(maps);
        var path = string.Empty;
        while (reader.TryRead(out var entry))
        {
            path = entry.Start == start ? Encoding.UTF8.GetString(entry.Path) : path;
        }

        Assert.Contains("ld-", path);
    }
}
