using Imara.Boot.InForce;

namespace Imara.Boot.Tests.InForce;

public sealed class LoadRecordTests : IDisposable
{
    private readonly string machine = Directory.CreateTempSubdirectory("imara-record-").FullName;

    private string File => Path.Combine(machine, "run/imara/ima-policy");

    public void Dispose() => Directory.Delete(machine, recursive: true);

    [Fact]
    public void What_is_written_is_read_and_only_its_owner_may_look()
    {
        var record = new LoadRecord(machine);
        Assert.False(record.TryRead(out _, out var written));
        Assert.Null(written);
        Assert.True(record.TryWrite("measure\n"u8));
        Assert.True(record.TryRead(out var text, out written));
        Assert.Equal("measure\n"u8, text);
        Assert.NotNull(written);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, System.IO.File.GetUnixFileMode(Path.GetDirectoryName(File)!));
    }

    [Fact]
    public void A_link_in_its_place_is_replaced_and_not_followed()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllText(Path.Combine(machine, "victim"), "precious");
        System.IO.File.CreateSymbolicLink(File, Path.Combine(machine, "victim"));
        Assert.True(new LoadRecord(machine).TryWrite("measure\n"u8));
        Assert.Equal("precious", System.IO.File.ReadAllText(Path.Combine(machine, "victim")));
        Assert.Null(new FileInfo(File).LinkTarget);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("run/imara")]
    public void Where_there_is_no_place_that_is_told(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(machine, file))!);
        System.IO.File.WriteAllText(Path.Combine(machine, file), "no folder");
        Assert.False(new LoadRecord(machine).TryWrite("measure\n"u8));
    }

    [Fact]
    public void What_lies_in_its_place_and_cannot_be_replaced_is_told()
    {
        Directory.CreateDirectory(Path.Combine(File, "below"));
        Assert.False(new LoadRecord(machine).TryWrite("measure\n"u8));
    }
}
