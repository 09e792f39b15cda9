using System.Text;
using Imara.Boot.Loading;
using Imara.Boot.Machine;
using Imara.Linux.Files;
using Imara.Policy.Checking;
using Imara.Policy.Kernels;
using Imara.Policy.Loading;
using Imara.Policy.Parsing;

namespace Imara.Boot.Tests.Loading;

public sealed class SettledPolicyTests : IDisposable
{
    private const string Path = "/etc/ima/ima-policy";
    private const string Policy = "measure func=BPRM_CHECK\n";
    private const string Other = "measure func=MMAP_CHECK\n";

    private readonly string file = System.IO.Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Theory]
    [InlineData("6.12-debian", null, Policy, false)]
    [InlineData("6.12-debian", Policy, Policy, true)]
    [InlineData("6.12-debian", Other, Policy, true)]
    [InlineData("6.12-lab", null, Policy, false)]
    [InlineData("6.12-lab", Policy, Policy, true)]
    [InlineData("6.12-lab", Other, Policy, false)]
    [InlineData("6.12-lab", Policy, "measure func=NONSENSE\n", false)]
    [InlineData("6.12-lab", null, "# nothing\n", false)]
    public void A_kernel_that_takes_no_more_is_settled_and_one_that_does_only_by_the_same_rules(string profile, string? inForce, string asked, bool expected)
    {
        var kernel = new KernelDouble(profile) { Files = _ => new PolicyFile(Errno.None, Encoding.UTF8.GetBytes(inForce!)) };
        var about = new LoadingKernel(new RuleContext(KnownKernels.Find(profile)!, LsmContext.None), IsKnown: true, WantsSignature: false);
        if (inForce is not null)
        {
            _ = LoadAttempt.ByPath(kernel, kernel, Path, _ => { });
            Assert.True(kernel.IsCustomActive);
        }

        var preflight = Preflight.Of(new PolicySource(Path, Encoding.UTF8.GetBytes(asked)), about, LoadChoice.Auto);
        Assert.Equal(expected, SettledPolicy.Is(kernel, preflight, about));
    }

    [Theory]
    [InlineData(PolicyFileState.Gone, "6.12-lab", true)]
    [InlineData(PolicyFileState.Readable, "6.12-lab", true)]
    [InlineData(PolicyFileState.Writable, "6.12-lab", false)]
    [InlineData(PolicyFileState.Readable | PolicyFileState.Writable, "6.12-lab", true)]
    [InlineData(PolicyFileState.Readable | PolicyFileState.Writable, "6.12-debian", false)]
    public void Only_a_kernel_that_takes_more_and_shows_what_it_has_is_asked_whether_it_has_this_one(PolicyFileState state, string profile, bool expected)
    {
        var about = new LoadingKernel(new RuleContext(KnownKernels.Find(profile)!, LsmContext.None), IsKnown: true, WantsSignature: false);
        var preflight = Preflight.Of(new PolicySource(Path, Encoding.UTF8.GetBytes(Policy)), about, LoadChoice.Auto);
        Assert.Equal(expected, SettledPolicy.Is(new Showing(state, "measure func=BPRM_CHECK \n"), preflight, about));
        Assert.Equal(expected && (state & PolicyFileState.Writable) == 0, SettledPolicy.Is(new Showing(state, text: null), preflight, about));
    }

    [Theory]
    [InlineData("nothing", true)]
    [InlineData("content", false)]
    [InlineData("mode", false)]
    [InlineData("touch", false)]
    [InlineData("replaced", false)]
    [InlineData("gone", false)]
    public void A_file_is_as_it_was_read_only_if_nobody_touched_it(string change, bool expected)
    {
        File.WriteAllText(file, Policy);
        Assert.Equal(Errno.None, FileStatus.Read(Encoding.UTF8.GetBytes(file), out var before));
        Thread.Sleep(20);
        switch (change)
        {
            case "content":
                File.WriteAllText(file, Other);
                break;
            case "mode":
                File.SetUnixFileMode(file, UnixFileMode.UserRead);
                break;
            case "touch":
                File.SetLastWriteTimeUtc(file, before.Modified.ToDateTimeOffset().UtcDateTime);
                break;
            case "replaced":
                File.Move(file, file + ".old");
                File.Copy(file + ".old", file);
                File.Delete(file + ".old");
                break;
            case "gone":
                File.Delete(file);
                break;
            default:
                break;
        }

        Assert.Equal(expected, SettledPolicy.IsAsRead(file, before));
    }

    private sealed class Showing(PolicyFileState state, string? text) : IPolicyInterface
    {
        public string Name => "policy";

        public PolicyFileState State => state;

        public Errno Open() => Errno.EACCES;

        public Errno Write(ReadOnlySpan<byte> data, out long count) => throw new NotSupportedException();

        public void Close() => throw new NotSupportedException();

        public Errno Read(out byte[] content)
        {
            content = Encoding.UTF8.GetBytes(text ?? "measure func=BPRM_CHECK \n");
            return text is null ? Errno.EACCES : Errno.None;
        }
    }
}
