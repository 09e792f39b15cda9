using Imara.Linux.ProcFs;
using Imara.Policy.Rules;
using Imara.Runtime.Accesses;
using Imara.Runtime.Usage;

namespace Imara.Runtime.Tests.Accesses;

/// <summary>docs/reference/policy.md 4.1, first row; numbers of x86-64 or, where both have the call, of this machine.</summary>
public class OpenIntentTests
{
    private const long OpenAt2 = 437; // the same everywhere

    [Theory]
    [InlineData(0x80000UL, AccessMask.Read, 1)]
    [InlineData(0x1UL, AccessMask.Write, 2)]
    [InlineData(0x2UL, AccessMask.Read | AccessMask.Write, 2)]
    [InlineData(0x3UL, AccessMask.Read | AccessMask.Write, 0)]
    [InlineData(0x241UL, AccessMask.Write, 2)]
    [InlineData(0x200UL, AccessMask.Read | AccessMask.Write, 1)]
    [InlineData(0x401UL, AccessMask.Write | AccessMask.Append, 2)]
    [InlineData(0x400UL, AccessMask.Read | AccessMask.Append, 1)]
    [InlineData(0x40UL, AccessMask.Read, 1)] // O_CREAT alone changes nothing
    public void Flags_give_the_mask_of_the_question_and_what_the_open_counts_as(ulong flags, AccessMask mask, int kind)
    {
        var intent = OpenIntent.FromFlags(flags);
        Assert.Equal((mask, (OpenKind)kind, true), (intent.Mask, intent.Kind, intent.Certain));
        Assert.False(intent.Unnamed);
        Assert.Equal((flags & 0x40) != 0, intent.Creates);
    }

    [Fact]
    public void A_temporary_file_without_a_name_is_no_file_check()
    {
        var intent = OpenIntent.FromFlags(0x410002);
        Assert.True(intent.Unnamed);
        Assert.Equal(OpenKind.Writer, intent.Kind);
    }

    [Fact]
    public void The_flags_of_openat2_are_in_the_openers_memory_which_is_not_looked_at() =>
        Assert.False(OpenIntent.TryFromCall(new SyscallInfo(SyscallState.Inside, OpenAt2, 0, 0, 0x7000, 24, 0, 0), out _));

    [Theory]
    [InlineData(SyscallState.Running, 0)]
    [InlineData(SyscallState.Outside, 0)]
    [InlineData(SyscallState.Inside, 426)]
    public void A_call_that_does_not_open_tells_nothing(SyscallState state, long number) =>
        Assert.False(OpenIntent.TryFromCall(new SyscallInfo(state, number, 0, 0, 0, 0, 0, 0), out _));

    [Theory]
    [InlineData(true, 0, 2)]
    [InlineData(true, 1, 1)]
    [InlineData(false, 0, 1)]
    public void Without_the_call_a_writer_nobody_knows_of_is_the_opener(bool hasWriters, int known, int kind)
    {
        var intent = OpenIntent.FromWriters(hasWriters, known);
        Assert.Equal((OpenKind)kind, intent.Kind);
        Assert.False(intent.Certain);
    }
}
