using Imara.Appraisal.Labelling;

namespace Imara.Appraisal.Tests.Labelling;

public class LabelBatchTests
{
    [Fact]
    public void A_batch_is_full_at_its_number_of_files()
    {
        var batch = new LabelBatch();
        for (var i = 0; i < LabelBatch.Capacity; i++)
        {
            Assert.False(batch.IsFull);
            batch.Add("path"u8, default(FileOutcome));
        }

        Assert.True(batch.IsFull);
    }

    [Fact]
    public void A_batch_is_full_at_its_bytes_of_paths_however_few_the_files_are()
    {
        var batch = new LabelBatch();
        var deep = new byte[5_000_000];
        batch.Add("path"u8, default(FileOutcome));
        Assert.False(batch.IsFull);
        batch.Add(deep, default(FileOutcome));
        Assert.True(batch.IsFull);
        Assert.Equal(2, batch.Count);
        Assert.Equal(deep.Length, batch.PathOf(1).Length);
        batch.Clear();
        Assert.False(batch.IsFull);
        batch.Add("another"u8, default(FileOutcome));
        Assert.Equal("another"u8, batch.PathOf(0).Span);
    }
}
