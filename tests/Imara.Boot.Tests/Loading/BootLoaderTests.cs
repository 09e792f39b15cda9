using Imara.Boot.Loading;
using Imara.Boot.Witnesses;
using Imara.Policy.Checking;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Tests.Shared;

namespace Imara.Boot.Tests.Loading;

public sealed class BootLoaderTests : IDisposable
{
    private const string Place = "etc/ima/ima-policy";
    private const string Policy = "measure func=BPRM_CHECK \n";
    private const string Other = "measure func=MMAP_CHECK \n";
    private const string PolicyFile = "sys/kernel/security/ima/policy";
    private const string Record = "run/imara/ima-policy";

    private static readonly LoadingKernel About = new(new RuleContext(KnownKernels.Find("6.12-debian")!, LsmContext.None), IsKnown: true, WantsSignature: false)
    {
        Boot = CommandLineParser.Parse("ima_appraise=enforce", KnownKernels.Find("6.12-debian")!, _ => false),
    };

    private readonly FakeMachine machine = new();
    private readonly Told told = new();

    public void Dispose() => machine.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_a_policy_there_is_nothing_to_load_and_who_requires_one_hears_a_failure(bool isRequired)
    {
        var result = Load(new LoadRequest { IsRequired = isRequired });
        Assert.Equal((LoadState.Missing, null), (result.State, result.Policy));
        Assert.Equal(isRequired ? (0, 1) : (1, 0), (told.Notes.Count, told.Failures.Count));
        Assert.Contains("ima-policy and ", told.Notes.Concat(told.Failures).Single(), StringComparison.Ordinal);
        Assert.EndsWith(" do not exist", told.Notes.Concat(told.Failures).Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_that_is_named_is_looked_for_there_alone()
    {
        machine.Write(Place, Policy);
        Assert.Equal(LoadState.Missing, Load(new LoadRequest { Policy = $"{machine.Root}/etc/none" }).State);
        Assert.Equal($"no policy: {machine.Root}/etc/none does not exist", Assert.Single(told.Notes));
    }

    [Fact]
    public void Without_a_policy_the_keys_are_given_all_the_same_where_there_is_an_IMA_and_only_there()
    {
        LinkKey();
        var key = Assert.Single(Load().Keys);
        Assert.Equal(Errno.ENOENT, key.Errno);
        machine.Remove("sys/kernel/security/ima");
        Assert.Empty(Load().Keys);
    }

    [Fact]
    public void Without_IMA_nothing_can_be_loaded()
    {
        machine.Write(Place, Policy);
        machine.Remove("sys/kernel/security/ima");
        var result = Load();
        Assert.Equal((LoadState.Unavailable, $"{machine.Root}/{Place}"), (result.State, result.Policy));
        Assert.Contains("no IMA", Assert.Single(told.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "leads nowhere")]
    [InlineData(false, "cannot be read")]
    public void What_cannot_be_read_is_not_loaded(bool isLink, string why)
    {
        Directory.CreateDirectory($"{machine.Root}/etc/ima");
        if (isLink)
        {
            File.CreateSymbolicLink($"{machine.Root}/{Place}", "nowhere");
        }
        else
        {
            Directory.CreateDirectory($"{machine.Root}/{Place}");
        }

        foreach (var named in (string?[])[null, $"{machine.Root}/{Place}"])
        {
            told.Failures.Clear();
            var result = Load(new LoadRequest { Policy = named });
            Assert.Equal((LoadState.Unreadable, $"{machine.Root}/{Place}"), (result.State, result.Policy));
            Assert.Contains(why, Assert.Single(told.Failures), StringComparison.Ordinal);
        }

        Assert.Equal(string.Empty, File.ReadAllText($"{machine.Root}/{PolicyFile}"));
    }

    [Fact]
    public void What_the_check_refuses_never_touches_the_kernel_and_no_key_is_given()
    {
        machine.Write(Place, "measure func=NONSENSE\n");
        LinkKey();
        var result = Load();
        Assert.Equal(LoadState.Refused, result.State);
        Assert.Empty(result.Keys);
        Assert.Single(told.Refusals);
        Assert.Single(told.Failures);
        Assert.Equal(string.Empty, File.ReadAllText($"{machine.Root}/{PolicyFile}"));
    }

    [Fact]
    public void What_reads_back_is_loaded_and_recorded()
    {
        machine.Write(Place, Policy);
        ReadsBack();
        var result = Load(new LoadRequest { Choice = LoadChoice.Lines });
        Assert.Equal((LoadState.Loaded, LoadMethod.Lines, WitnessOutcome.NotNeeded), (result.State, result.Method, result.Witness.Outcome));
        Assert.Equal(Policy, File.ReadAllText($"{machine.Root}/{Record}"));
        Assert.Empty(told.Failures);
    }

    [Fact]
    public void Where_nothing_can_be_recorded_that_is_said_and_the_load_counts()
    {
        machine.Write(Place, Policy);
        ReadsBack();
        machine.Write("run/imara", "a file");
        Assert.Equal(LoadState.Loaded, Load(new LoadRequest { Choice = LoadChoice.Lines }).State);
        Assert.Contains(told.Notes, note => note.StartsWith("/run/imara/ima-policy cannot be written", StringComparison.Ordinal));
    }

    [Fact]
    public void What_nothing_shows_to_be_in_force_is_uncertain_and_not_recorded()
    {
        machine.Write(Place, Policy);
        Assert.Equal(LoadState.Uncertain, Load(new LoadRequest { Choice = LoadChoice.Lines }).State);
        Assert.False(File.Exists($"{machine.Root}/{Record}"));
        Assert.Contains("nothing shows", Assert.Single(told.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Policy, LoadState.Loaded)]
    [InlineData(Other, LoadState.Refused)]
    [InlineData(null, LoadState.Uncertain)]
    public void Where_the_kernel_takes_no_more_what_was_recorded_decides(string? record, LoadState expected)
    {
        machine.Write(Place, Policy);
        machine.Load(text: null);
        if (record is not null)
        {
            machine.Write(Record, record);
        }

        var result = Load();
        Assert.Equal((expected, null), (result.State, result.Method));
        Assert.Equal(record, File.Exists($"{machine.Root}/{Record}") ? File.ReadAllText($"{machine.Root}/{Record}") : null);
    }

    [Fact]
    public void What_PID_1_says_it_loaded_is_recorded_for_the_loads_to_come()
    {
        machine.Write(Place, Policy);
        machine.Write("proc/uptime", "1.00 1.00\n");
        Thread.Sleep(20);
        machine.Load(text: null);
        machine.Write("dev/kmsg", $"12,1,90000000,-;systemd[1]: Successfully loaded the IMA custom policy {machine.Root}/{Place}.\n6,2,99000000,-;ima: policy update completed\n");
        Assert.Equal(LoadState.Loaded, Load().State);
        Assert.Equal(Policy, File.ReadAllText($"{machine.Root}/{Record}"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_that_changes_while_the_kernel_reads_it_is_not_known_to_be_what_is_in_force(bool changes)
    {
        machine.Write(Place, Policy);
        LinkKey();

        // Between the look at the kernel and the load: the file takes no more once this load is closed, which is what a load looks like.
        var listener = new Meanwhile(told, () =>
        {
            File.SetUnixFileMode($"{machine.Root}/{PolicyFile}", UnixFileMode.UserRead);
            if (changes)
            {
                machine.Write(Place, Other);
            }
        });
        var result = new BootLoader(listener, machine.Root).Load(new LoadRequest { Root = machine.Root }, () => About);
        Assert.Equal((changes ? LoadState.Uncertain : LoadState.Loaded, LoadMethod.Path), (result.State, result.Method));
        Assert.Equal(!changes, File.Exists($"{machine.Root}/{Record}"));
        Assert.Equal(changes, told.Failures.Any(failure => failure.Contains("changed while it was loaded", StringComparison.Ordinal)));
    }

    [Fact]
    public void Rules_that_are_written_do_not_depend_on_the_file_any_more()
    {
        machine.Write(Place, Policy);
        LinkKey();
        ReadsBack();
        var result = new BootLoader(new Meanwhile(told, () => machine.Write(Place, Other)), machine.Root).Load(new LoadRequest { Root = machine.Root, Choice = LoadChoice.Lines }, () => About);
        Assert.Equal(LoadState.Loaded, result.State);
        Assert.Equal(Policy, File.ReadAllText($"{machine.Root}/{Record}"));
    }

    [Fact]
    public void What_is_noted_on_the_way_is_told_once()
    {
        machine.Write("etc/sysconfig/ima", "IMAPOLICY=$ELSEWHERE\nIMAKEYSDIR=$ELSEWHERE\n");
        machine.Write(Place, "measure func=BPRM_CHECK");
        machine.Remove("sys/kernel/security/evm");
        Load();
        Assert.Contains(told.Notes, note => note.Contains("its rules are written one by one", StringComparison.Ordinal));
        Assert.Contains(told.Notes, note => note.Contains("IMAPOLICY", StringComparison.Ordinal));
        Assert.Equal(told.Notes.Distinct(), told.Notes);
        Assert.DoesNotContain(told.Notes, note => note.Contains("no EVM", StringComparison.Ordinal));
    }

    [Fact]
    public void Others_who_may_write_to_the_policy_are_told()
    {
        machine.Write(Place, Policy);
        File.SetUnixFileMode($"{machine.Root}/{Place}", (UnixFileMode)0x1b6);
        _ = Load(new LoadRequest { Choice = LoadChoice.Lines });
        Assert.Contains($"{machine.Root}/{Place}: others than its owner may write to it", told.Notes);
    }

    [Fact]
    public void Keys_of_EVM_are_left_alone_where_the_kernel_has_none()
    {
        machine.Write(Place, Policy);
        machine.Write("etc/keys/x509_evm.der", "x");
        machine.Remove("sys/kernel/security/evm");
        Assert.Empty(Load(new LoadRequest { Choice = LoadChoice.Lines }).Keys);
        Assert.Contains($"the kernel has no EVM: {machine.Root}/etc/keys/x509_evm.der not loaded", told.Notes);
    }

    [Fact]
    public void A_policy_that_wants_signatures_is_unproven_until_one_is_seen()
    {
        machine.Write(Place, "appraise func=BPRM_CHECK appraise_type=imasig \n");
        ReadsBack();
        var result = Load(new LoadRequest { Choice = LoadChoice.Lines, Witness = $"{machine.Root}/none" });
        Assert.Equal((LoadState.Unproven, WitnessOutcome.NotSeen), (result.State, result.Witness.Outcome));
        Assert.True(File.Exists($"{machine.Root}/{Record}"));
    }

    // A key of which nothing reaches the kernel.
    private void LinkKey()
    {
        Directory.CreateDirectory($"{machine.Root}/etc/keys/ima");
        File.CreateSymbolicLink($"{machine.Root}/etc/keys/ima/missing.der", "nowhere");
    }

    // A policy file that can be read and written holds what was written, so that it reads back.
    private void ReadsBack() => machine.Write(PolicyFile, string.Empty);

    private LoadResult Load(LoadRequest? request = null) => new BootLoader(told, machine.Root).Load((request ?? new LoadRequest()) with { Root = machine.Root }, () => About);

    // Keys are given right before the load.
    private sealed class Meanwhile(Told told, Action happens) : ILoadListener
    {
        public void Note(string text) => told.Note(text);

        public void Failure(string text) => told.Failure(text);

        public void Refusal(PolicyCheck check) => told.Refusal(check);

        public void Key(LoadedKey key) => happens();
    }
}
