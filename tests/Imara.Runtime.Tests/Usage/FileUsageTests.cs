using CsCheck;
using Imara.Engine.Files;
using Imara.Linux.Files;
using Imara.Runtime.Accesses;
using Imara.Runtime.Usage;

namespace Imara.Runtime.Tests.Usage;

public class FileUsageTests
{
    private static readonly FileStatus Seen = new(1, 2, 0x81a4, 0, 0, 1, 7, new FileTime(10, 0), new FileTime(11, 0), new FileTime(9, 0), 0);

    private readonly FileUsage usage = new();

    [Fact]
    public void Closes_of_opens_from_before_the_start_do_not_make_the_counts_negative()
    {
        usage.ClosedReader();
        usage.ClosedWriter();
        usage.Opened(OpenKind.Reader);
        usage.Opened(OpenKind.Neither);
        Assert.Equal((1, 0), (usage.Readers, usage.Writers));
    }

    [Fact]
    public void After_a_close_more_readers_may_be_counted_than_are_left()
    {
        usage.Opened(OpenKind.Reader);
        usage.Opened(OpenKind.Reader);
        Assert.False(usage.MayOvercountReaders);
        usage.ClosedReader();
        Assert.True(usage.MayOvercountReaders);

        usage.FoundNoReaders();

        Assert.True(usage.IsIdle);
        Assert.False(usage.MayOvercountReaders);
    }

    [Fact]
    public void Writers_are_exact_only_from_the_moment_none_was_found()
    {
        usage.Opened(OpenKind.Writer);
        Assert.False(usage.WritersAreExact);
        usage.FoundNoWriters();
        usage.Opened(OpenKind.Writer);
        Assert.True(usage.WritersAreExact);
        Assert.Equal(1, usage.Writers);
    }

    [Fact]
    public void Changes_may_hide_until_the_last_writer_is_gone()
    {
        usage.Opened(OpenKind.Writer);
        usage.Opened(OpenKind.Writer);
        usage.MayHideChanges = true;
        usage.ClosedWriter();
        Assert.True(usage.MayHideChanges);
        usage.ClosedWriter();
        Assert.False(usage.MayHideChanges);
    }

    [Fact]
    public void A_file_looks_the_same_until_something_of_it_changed()
    {
        Assert.Equal(FileChange.None, usage.Observe(Seen));
        Assert.Equal(FileChange.None, usage.Observe(Seen));
        Assert.Equal(FileChange.Attributes, usage.Observe(Seen with { Changed = new FileTime(12, 0), Mode = 0x81ed }));
        Assert.Equal(FileChange.Content, usage.Observe(Seen with { Changed = new FileTime(13, 0), Modified = new FileTime(13, 0) }));
        Assert.Equal(FileChange.Content, usage.Observe(Seen with { Changed = new FileTime(13, 0), Modified = new FileTime(13, 0), Size = 0 }));
    }

    [Fact]
    public void What_a_writer_cannot_have_made_shorter_was_truncated()
    {
        usage.Observe(Seen);
        usage.Opened(OpenKind.Writer);
        var later = Seen with { Changed = new FileTime(13, 0), Modified = new FileTime(13, 0) };
        Assert.Equal(FileChange.None, usage.Observe(later with { Size = Seen.Size + 1 }));
        Assert.Equal(FileChange.Resized, usage.Observe(later with { Size = 1 }));
        Assert.Equal(FileChange.None, usage.Observe(later with { Size = 1 }));
    }

    [Fact]
    public void An_open_that_truncates_counts_whatever_was_written_since()
    {
        usage.Observe(Seen);
        usage.Opened(OpenKind.Writer);
        usage.Opened(OpenKind.Writer);
        usage.Truncated();
        Assert.Equal(FileChange.Resized, usage.Observe(Seen with { Changed = new FileTime(13, 0), Modified = new FileTime(13, 0) }));
        Assert.Equal(FileChange.None, usage.Observe(Seen with { Changed = new FileTime(13, 0), Modified = new FileTime(13, 0) }));
    }

    [Fact]
    public void Without_a_writer_a_truncated_file_has_other_content()
    {
        usage.Observe(Seen);
        Assert.Equal(FileChange.Content, usage.Observe(Seen with { Changed = new FileTime(13, 0), Modified = new FileTime(13, 0), Size = 0 }));
    }

    [Fact]
    public void What_a_known_writer_changes_is_no_surprise()
    {
        usage.Observe(Seen);
        usage.Opened(OpenKind.Writer);
        Assert.Equal(FileChange.None, usage.Observe(Seen with { Changed = new FileTime(13, 0), Modified = new FileTime(13, 0) }));
    }

    [Fact]
    public void Another_file_with_the_same_number_has_no_users_yet()
    {
        usage.Observe(Seen);
        usage.FoundNoWriters();
        usage.Opened(OpenKind.Reader);
        Assert.Equal(FileChange.Replaced, usage.Observe(Seen with { Born = new FileTime(20, 0) }));
        Assert.True(usage.IsIdle);
        Assert.False(usage.WritersAreExact);
    }

    [Fact]
    public void The_counts_are_those_of_the_opens_seen_whatever_else_is_closed() =>
        Gen.Char["rwRW"].Array[0, 40].Sample(events =>
        {
            var counted = new FileUsage();
            var (readers, writers) = (0, 0);
            foreach (var e in events)
            {
                switch (e)
                {
                    case 'r':
                        counted.Opened(OpenKind.Reader);
                        readers++;
                        break;
                    case 'w':
                        counted.Opened(OpenKind.Writer);
                        writers++;
                        break;
                    case 'R':
                        counted.ClosedReader();
                        readers = Math.Max(0, readers - 1);
                        break;
                    default:
                        counted.ClosedWriter();
                        writers = Math.Max(0, writers - 1);
                        break;
                }
            }

            return (counted.Readers, counted.Writers) == (readers, writers);
        });

    [Fact]
    public void Too_many_files_make_the_unused_ones_forgotten()
    {
        var forgotten = new List<InodeKey>();
        var table = new FileUsageTable(forgotten.Add, capacity: 3);
        for (ulong inode = 0; inode < 3; inode++)
        {
            table.Of(new InodeKey(1, inode)).Opened(inode == 1 ? OpenKind.Reader : OpenKind.Neither);
        }

        Assert.Equal(1, table.Of(new InodeKey(1, 1)).Readers);
        table.Of(new InodeKey(1, 3));

        Assert.Equal([new InodeKey(1, 0), new InodeKey(1, 2)], forgotten);
        Assert.Equal(2, table.Count);
    }
}
