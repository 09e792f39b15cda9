using Imara.Answers;
using Imara.Appraisal.Labelling;

namespace Imara.Appraisal.Tests.Labelling;

public class FileLooksTests
{
    [Theory]
    [InlineData(FileStatusWord.Unchanged, "", Look.Good)]
    [InlineData(FileStatusWord.Written, "", Look.Good)]
    [InlineData(FileStatusWord.Removed, "", Look.Good)]
    [InlineData(FileStatusWord.Good, "", Look.Good)]
    [InlineData(FileStatusWord.Shown, "", Look.Good)]
    [InlineData(FileStatusWord.Bad, "missing-hash", Look.Bad)]
    [InlineData(FileStatusWord.Unchecked, "no-key-given", Look.NotLookedAt)]
    [InlineData(FileStatusWord.Changed, "", Look.NotLookedAt)]
    [InlineData(FileStatusWord.Unreadable, "", Look.NotLookedAt)]
    [InlineData(FileStatusWord.Failed, "is-a-directory", Look.NotLookedAt)]
    [InlineData(FileStatusWord.Skipped, "has-signature", Look.Good)]
    [InlineData(FileStatusWord.Skipped, "not-appraised", Look.LeftOut)]
    [InlineData(FileStatusWord.Skipped, "other-filesystem", Look.LeftOut)]
    [InlineData(FileStatusWord.Skipped, "", Look.LeftOut)]
    [InlineData(FileStatusWord.Vanished, "", Look.LeftOut)]
    public void Every_outcome_is_something_to_the_question_about_all_files(FileStatusWord status, string cause, Look expected)
    {
        var census = new Census();
        Assert.Equal(expected, FileLooks.Count(census, new FileOutcome(status, cause), needsEach: false));
        Assert.Equal(1, census.Of(expected));
        var strict = status == FileStatusWord.Vanished ? Look.NotLookedAt : expected;
        Assert.Equal(strict, FileLooks.Count(new Census(), new FileOutcome(status, cause), needsEach: true));
    }

    [Fact]
    public void No_outcome_is_forgotten() => Assert.All(
        Enum.GetValues<FileStatusWord>(),
        word => Assert.True(FileLooks.Count(new Census(), new FileOutcome(word), needsEach: true) != Look.Good
            || word is FileStatusWord.Unchanged or FileStatusWord.Written or FileStatusWord.Removed or FileStatusWord.Good or FileStatusWord.Shown));
}
