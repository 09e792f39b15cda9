using System.Text;
using Imara.Boot.Loading;
using Imara.Boot.Machine;
using Imara.Policy.Checking;

namespace Imara.Boot.Tests.Loading;

public class LoadAttemptTests
{
    private const string Path = "/etc/ima/ima-policy";
    private static readonly byte[] Two = "# two\nmeasure func=BPRM_CHECK\n\nmeasure func=MMAP_CHECK\n"u8.ToArray();

    [Theory]
    [InlineData(Errno.None, 0, Errno.None, true)]
    [InlineData(Errno.None, 1, Errno.EIO, false)]
    [InlineData(Errno.EINVAL, 0, Errno.EINVAL, false)]
    [InlineData(Errno.EACCES, 1, Errno.EACCES, false)]
    public void A_path_counts_only_if_all_of_it_was_taken(Errno answer, int missing, Errno expected, bool isTaken)
    {
        var attempt = LoadAttempt.ByPath(new Answering(answer, missing), new Silent(), Path, _ => { });
        Assert.Equal((LoadMethod.Path, Errno.None, expected, isTaken), (attempt.Method, attempt.OpenErrno, attempt.WriteErrno, attempt.IsTaken));
        Assert.Null(attempt.Rule);
    }

    [Theory]
    [InlineData(Errno.None, 0, Errno.None, null, 2)]
    [InlineData(Errno.None, 1, Errno.EIO, 2, 1)]
    [InlineData(Errno.EINVAL, 0, Errno.EINVAL, 2, 1)]
    public void The_first_rule_that_is_not_taken_whole_is_named_and_ends_it(Errno answer, int missing, Errno expected, int? line, int writes)
    {
        var kernel = new Answering(answer, missing);
        var attempt = LoadAttempt.ByLines(kernel, new Silent(), Two, _ => { });
        Assert.Equal((LoadMethod.Lines, expected, line, expected == Errno.None), (attempt.Method, attempt.WriteErrno, attempt.Rule?.Line, attempt.IsTaken));
        Assert.Equal((writes, 1), (kernel.Writes, kernel.Closes));
    }

    [Theory]
    [InlineData(Errno.EACCES, 0)]
    [InlineData(Errno.EBUSY, 19)]
    public void A_file_that_cannot_be_opened_is_never_written_nor_closed(Errno open, int waits)
    {
        var waited = 0;
        foreach (var isPath in (bool[])[true, false])
        {
            waited = 0;
            var kernel = new Answering(Errno.None, 0) { OpenErrno = open };
            var attempt = isPath ? LoadAttempt.ByPath(kernel, new Silent(), Path, _ => waited++) : LoadAttempt.ByLines(kernel, new Silent(), Two, _ => waited++);
            Assert.Equal((open, Errno.None, false, isPath ? LoadMethod.Path : LoadMethod.Lines), (attempt.OpenErrno, attempt.WriteErrno, attempt.IsTaken, attempt.Method));
            Assert.Equal((0, 0, waits), (kernel.Writes, kernel.Closes, waited));
        }
    }

    [Fact]
    public void What_the_kernel_said_before_the_file_was_open_is_not_about_this_load()
    {
        var log = new Silent();
        _ = LoadAttempt.ByPath(new Answering(Errno.None, 0) { Opened = () => Assert.Equal(0, log.Marks) }, log, Path, _ => { });
        Assert.Equal(1, log.Marks);
    }

    private sealed class Answering(Errno answer, int missing) : IPolicyInterface
    {
        public Errno OpenErrno { get; init; }

        public Action Opened { get; init; } = () => { };

        public int Writes { get; private set; }

        public int Closes { get; private set; }

        public string Name => "policy";

        public PolicyFileState State => PolicyFileState.Writable;

        public Errno Open()
        {
            Opened();
            return OpenErrno;
        }

        public Errno Write(ReadOnlySpan<byte> data, out long count)
        {
            Writes++;
            count = answer == Errno.None ? data.Length - missing : 0;
            return answer;
        }

        public void Close() => Closes++;

        public Errno Read(out byte[] text)
        {
            text = Encoding.ASCII.GetBytes("none");
            return Errno.EACCES;
        }
    }

    private sealed class Silent : IKernelMessages
    {
        public int Marks { get; private set; }

        public bool IsReadable => true;

        public void Mark() => Marks++;

        public IReadOnlyList<KernelMessage> SinceMark() => [];

        public IReadOnlyList<KernelMessage> All() => [];
    }
}
