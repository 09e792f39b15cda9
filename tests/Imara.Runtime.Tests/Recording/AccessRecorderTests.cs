using Imara.Evaluation;
using Imara.Policy.Kernels;
using Imara.Runtime.Recording;
using Imara.Traces.Recording;

namespace Imara.Runtime.Tests.Recording;

/// <summary>A recording that something is missing from says so, and nobody waits for it.</summary>
public class AccessRecorderTests
{
    private static readonly RecordingHeader Header =
        RuntimeEngine.HeaderOf(KnownKernels.OfVersion(new KernelVersion(6, 12)), RuntimeMode.Off, default, null);

    [Fact]
    public void A_full_disk_leaves_operations_out_and_is_told()
    {
        using var recorder = new AccessRecorder(new FullStream(), Header);
        for (var i = 0; i < 5000; i++)
        {
            recorder.Add(Operation(i));
        }

        Assert.False(recorder.Finish());
        Assert.Equal("no space left", recorder.Failure);
        Assert.True(recorder.Dropped > 0);
        Assert.Equal(5000, recorder.Dropped + recorder.Written);
    }

    [Fact]
    public void A_writer_that_cannot_keep_up_leaves_operations_out_instead_of_waiting()
    {
        using var stream = new StuckStream();
        using var recorder = new AccessRecorder(stream, Header);
        const int Count = 200_000;
        for (var i = 0; i < Count; i++)
        {
            recorder.Add(Operation(i));
        }

        stream.Release();
        Assert.False(recorder.Finish());
        Assert.Equal("operations came faster than they could be written", recorder.Failure);
        Assert.Equal(Count, recorder.Dropped + recorder.Written);
    }

    [Fact]
    public void A_recording_ends_where_no_reader_would_take_more()
    {
        var writer = new RecordingWriter(Stream.Null, Header);
        var path = new ByteString(new string('p', 4000));
        var count = 0;
        while (writer.TryWrite(new RecordedOperation("cat", [path], Credentials.Root, new RecordedFile { Path = path, Inode = count })))
        {
            count++;
        }

        Assert.InRange(count * 8000L, RecordingWriter.MaxBytes - (2 << 20), RecordingWriter.MaxBytes);
        writer.Dispose();
    }

    private static RecordedOperation Operation(int inode)
    {
        var path = new ByteString($"/some/where/file{inode}");
        return new RecordedOperation("cat", [path], Credentials.Root, new RecordedFile { Path = path, Inode = inode });
    }

    private sealed class FullStream : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new Imara.Failures.ToldIOException("no space left");

        public override void Write(ReadOnlySpan<byte> buffer) => throw new Imara.Failures.ToldIOException("no space left");
    }

    private sealed class StuckStream : MemoryStream
    {
        private readonly ManualResetEventSlim released = new();

        public void Release() => released.Set();

        public override void Write(byte[] buffer, int offset, int count) => released.Wait();

        public override void Write(ReadOnlySpan<byte> buffer) => released.Wait();

        protected override void Dispose(bool disposing)
        {
            released.Dispose();
            base.Dispose(disposing);
        }
    }
}
