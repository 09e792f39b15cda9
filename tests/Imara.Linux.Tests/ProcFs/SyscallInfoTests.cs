using System.Runtime.InteropServices;
using CsCheck;
using Imara.Linux.ProcFs;

namespace Imara.Linux.Tests.ProcFs;

public class SyscallInfoTests
{
    [Fact]
    public void A_thread_in_a_call_shows_its_number_and_six_arguments()
    {
        Assert.True(SyscallInfo.TryParse("257 0xffffffffffffff9c 0x7ffd1e9c 0x80241 0x1b6 0x0 0xdeadbeef 0x7ffd1e80 0x7f01c2d4\n"u8, out var info));
        Assert.Equal(new SyscallInfo(SyscallState.Inside, 257, 0xffffffffffffff9c, 0x7ffd1e9c, 0x80241, 0x1b6, 0, 0xdeadbeef), info);
    }

    [Fact]
    public void A_running_thread_and_one_outside_of_calls_have_no_number()
    {
        Assert.True(SyscallInfo.TryParse("running\n"u8, out var running));
        Assert.True(SyscallInfo.TryParse("-1 0x7ffd1e80 0x7f01c2d4\n"u8, out var outside));
        Assert.Equal((SyscallState.Running, SyscallState.Outside), (running.State, outside.State));
        Assert.Equal(LinuxSyscall.Other, outside.Call);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("257")]
    [InlineData("257 0x1 0x2 0x3 0x4 0x5")]
    [InlineData("257 1 2 3 4 5 6")]
    [InlineData("257 0x1 0x2 0x 0x4 0x5 0x6")]
    public void Any_other_text_is_refused(string text) => Assert.False(SyscallInfo.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void Arguments_read_back_as_they_were_written() =>
        Gen.ULong.Array[6].Sample(a =>
        {
            var text = $"1 {string.Join(' ', a.Select(v => $"0x{v:x}"))} 0x1 0x2\n";
            return SyscallInfo.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out var info)
                && info == new SyscallInfo(SyscallState.Inside, 1, a[0], a[1], a[2], a[3], a[4], a[5]);
        });

    [Theory]
    [InlineData(Architecture.X64, 257, LinuxSyscall.OpenAt)]
    [InlineData(Architecture.X64, 59, LinuxSyscall.Execve)]
    [InlineData(Architecture.X64, 313, LinuxSyscall.FinitModule)]
    [InlineData(Architecture.X64, 56, LinuxSyscall.Other)]
    [InlineData(Architecture.Arm64, 56, LinuxSyscall.OpenAt)]
    [InlineData(Architecture.Arm64, 221, LinuxSyscall.Execve)]
    [InlineData(Architecture.Arm64, 437, LinuxSyscall.OpenAt2)]
    [InlineData(Architecture.Wasm, 257, LinuxSyscall.Other)]
    public void A_number_means_a_call_on_its_architecture_only(Architecture architecture, long number, LinuxSyscall call) =>
        Assert.Equal(call, LinuxSyscalls.Identify(number, architecture));

    [Fact]
    public void A_child_that_waits_for_input_is_in_read()
    {
        using var child = Shell.StartIt("read x; exit 0");
        SyscallInfo info;
        do
        {
            Assert.Equal(Errno.None, SyscallInfo.Read(child.Id, out info));
        }
        while (info.Call != LinuxSyscall.Read || info.Argument0 != 0);

        Assert.Equal(SyscallState.Inside, info.State);
        child.StandardInput.WriteLine();
        child.WaitForExit();
        Assert.Equal(0, child.ExitCode);
    }

    [Fact]
    public void A_thread_that_does_not_exist_says_so() => Assert.Equal(Errno.ENOENT, SyscallInfo.Read(int.MaxValue, out _));
}
