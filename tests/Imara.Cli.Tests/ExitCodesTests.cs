using Imara.Answers;
using Imara.Boot.Checking;
using Imara.Boot.Loading;
using Imara.Boot.Proving;
using Imara.Boot.Status;
using Imara.Measurements.Replay;

namespace Imara.Cli.Tests;

/// <summary>0 is what was seen to be so, 1 what was seen not to be so, 2 everything else.</summary>
public class ExitCodesTests
{
    [Theory]
    [InlineData(Answer.Yes, 0)]
    [InlineData(Answer.No, 1)]
    [InlineData(Answer.CouldNotTell, 2)]
    [InlineData((Answer)7, 2)]
    public void An_answer_is_its_number(Answer answer, int expected) => Assert.Equal(expected, (int)ExitCodes.Of(answer));

    [Theory]
    [InlineData(PreflightVerdict.Safe, 0)]
    [InlineData(PreflightVerdict.Unproven, 2)]
    [InlineData(PreflightVerdict.WillLockOut, 1)]
    [InlineData(PreflightVerdict.WillBeRefused, 1)]
    public void Only_a_safe_policy_may_be_loaded(PreflightVerdict verdict, int expected) => Assert.Equal(expected, (int)ExitCodes.Of(verdict));

    [Theory]
    [InlineData(ListVerdict.Proven, 0)]
    [InlineData(ListVerdict.Unproven, 2)]
    [InlineData(ListVerdict.Unchecked, 2)]
    [InlineData(ListVerdict.Violations, 1)]
    [InlineData(ListVerdict.Mismatch, 1)]
    [InlineData(ListVerdict.Malformed, 1)]
    public void Only_a_list_that_is_proven_is_verified(ListVerdict verdict, int expected) => Assert.Equal(expected, (int)ExitCodes.Of(verdict));

    [Theory]
    [InlineData(ProvedVerdict.CameUp, 0)]
    [InlineData(ProvedVerdict.CouldNotTell, 2)]
    [InlineData(ProvedVerdict.CameUpWithoutPolicy, 1)]
    [InlineData(ProvedVerdict.DidNotComeUp, 1)]
    public void Only_a_system_that_came_up_under_its_policy_is_proved(ProvedVerdict verdict, int expected) => Assert.Equal(expected, (int)ExitCodes.Of(verdict));

    [Theory]
    [InlineData(LoadState.Loaded, true, true, 0)]
    [InlineData(LoadState.Loaded, true, false, 0)]
    [InlineData(LoadState.Loaded, false, false, 1)]
    [InlineData(LoadState.Missing, true, false, 0)]
    [InlineData(LoadState.Missing, true, true, 1)]
    [InlineData(LoadState.Missing, false, false, 1)]
    [InlineData(LoadState.Refused, true, false, 1)]
    [InlineData(LoadState.Unavailable, true, false, 1)]
    [InlineData(LoadState.Denying, true, false, 1)]
    [InlineData(LoadState.Unreadable, true, false, 2)]
    [InlineData(LoadState.Uncertain, true, false, 2)]
    [InlineData(LoadState.Unproven, true, false, 2)]
    public void A_load_counts_with_all_its_keys_and_no_policy_only_where_none_is_required(LoadState state, bool hasAllKeys, bool isRequired, int expected)
    {
        var result = new LoadResult { State = state, Keys = [new LoadedKey("a", ".ima", 1, Errno.None, null), new LoadedKey("b", ".ima", 0, hasAllKeys ? Errno.None : Errno.EACCES, null)] };
        Assert.Equal(expected, (int)ExitCodes.Of(result, isRequired));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0, FindingSeverity.Note)]
    [InlineData(1, FindingSeverity.Error, FindingSeverity.Note)]
    [InlineData(2, FindingSeverity.Unknown, FindingSeverity.Note)]
    [InlineData(2, FindingSeverity.Error, FindingSeverity.Unknown)]
    public void The_worst_finding_decides_and_what_is_not_known_is_the_worst(int expected, params FindingSeverity[] found) =>
        Assert.Equal(expected, (int)ExitCodes.Of(found.Select(severity => new StatusFinding(severity, "message", "help"))));
}
