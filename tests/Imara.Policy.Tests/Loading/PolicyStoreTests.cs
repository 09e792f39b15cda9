using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Policy.Loading;
using Imara.Policy.Rules;

namespace Imara.Policy.Tests.Loading;

/// <summary>docs/reference/policy.md 1.2, 1.5, 1.7.</summary>
public class PolicyStoreTests
{
    [Fact]
    public void The_first_load_replaces_the_built_in_policy_and_later_ones_append()
    {
        var store = Store("6.12-lab", "ima_policy=tcb");
        Assert.Equal(20, store.ActiveRules.Length);
        Assert.True(Load(store, "measure func=BPRM_CHECK\n"));
        Assert.Equal([PolicyAction.Measure], store.ActiveRules.Select(r => r.Action));
        Assert.True(Load(store, "audit\n"));
        Assert.Equal([PolicyAction.Measure, PolicyAction.Audit], store.ActiveRules.Select(r => r.Action));
    }

    [Fact]
    public void One_bad_write_spoils_the_load_and_leaves_the_policy()
    {
        var store = Store("6.12-lab", "ima_policy=tcb");
        Assert.False(Load(store, "bogus\n", "measure\n"));
        Assert.False(store.IsCustomActive);
        Assert.False(Load(store, "# comment\n"));
        Assert.Equal(20, store.ActiveRules.Length);
    }

    [Fact]
    public void Only_one_writer_at_a_time()
    {
        var store = Store("6.12-lab", string.Empty);
        Assert.Equal(Errno.None, store.Open(NoFile, out var first));
        Assert.Equal(Errno.EBUSY, store.Open(NoFile, out _));
        store.Close(first!);
        Assert.Equal(Errno.None, store.Open(NoFile, out _));
    }

    [Theory]
    [InlineData("6.12-lab", PolicyOpenMode.ReadOnly, true, Errno.None)]
    [InlineData("6.12-lab", PolicyOpenMode.ReadOnly, false, Errno.EPERM)]
    [InlineData("6.12-lab", PolicyOpenMode.ReadWrite, true, Errno.EACCES)]
    [InlineData("6.12-debian", PolicyOpenMode.ReadOnly, true, Errno.EACCES)]
    [InlineData("6.12-debian", PolicyOpenMode.ReadWrite, true, Errno.EACCES)]
    [InlineData("6.12-debian", PolicyOpenMode.WriteOnly, false, Errno.None)]
    public void Reading_needs_a_kernel_that_lets_the_policy_be_read_and_never_goes_with_writing(string kernel, PolicyOpenMode mode, bool canAdmin, Errno errno)
    {
        var store = Store(kernel, string.Empty);
        Assert.Equal(errno, store.Open(mode, canAdmin, NoFile, out var load));
        Assert.Equal(mode == PolicyOpenMode.WriteOnly, load is not null);
        Assert.Equal(mode == PolicyOpenMode.WriteOnly ? Errno.EBUSY : Errno.None, store.Open(NoFile, out _));
    }

    [Fact]
    public void An_open_with_both_access_bits_takes_the_file_and_can_do_nothing_with_it()
    {
        var store = Store("6.12-lab", string.Empty);
        Assert.Equal(Errno.None, store.Open(PolicyOpenMode.Neither, canAdmin: true, NoFile, out var load));
        Assert.Equal(Errno.EBUSY, store.Open(NoFile, out _));
        Assert.Equal(Errno.EBADF, load!.Write("measure\n"u8).Errno);
        Assert.False(store.Close(load));
    }

    [Fact]
    public void Without_write_policy_the_file_is_gone_after_the_first_load()
    {
        var store = Store("6.12-debian", string.Empty);
        Assert.False(Load(store, "bogus\n"));
        Assert.True(Load(store, "measure\n"));
        Assert.Equal(Errno.ENOENT, store.Open(NoFile, out _));
    }

    [Fact]
    public void After_a_rule_that_appraises_policies_direct_writes_are_refused()
    {
        var store = Store("6.12-lab", "ima_appraise=log");
        Assert.True(Load(store, "appraise func=POLICY_CHECK appraise_type=imasig\n"));
        store.Open(NoFile, out var load);
        Assert.Equal(Errno.EACCES, load!.Write("measure\n"u8).Errno);
    }

    [Fact]
    public void The_first_setxattr_rule_stays_for_good()
    {
        var store = Store("6.12-lab", string.Empty);
        Load(store, "appraise func=SETXATTR_CHECK appraise_algos=sha512\n");
        Load(store, "appraise func=SETXATTR_CHECK appraise_algos=sha256\n");
        Assert.Equal(HashAlgoSet.Of(HashAlgo.Sha512), store.SetxattrAlgos);
    }

    [Theory]
    [InlineData("measure func=BPRM_CHECK\n", 24)]
    [InlineData("measure func=BPRM_CHECK", 24)]
    [InlineData("", 1)]
    [InlineData("measure\0rest\n", 8)]
    public void A_write_returns_the_length_of_the_line_plus_one(string data, int returned) =>
        Assert.Equal(returned, Open(Store("6.12-lab", string.Empty)).Write(new ByteString(data).Span).Return);

    [Fact]
    public void A_second_line_in_one_write_is_not_looked_at()
    {
        var load = Open(Store("6.12-lab", string.Empty));
        Assert.Equal(8, load.Write("measure\nbogus\n"u8).Return);
        Assert.Single(load.Pending);
    }

    [Theory]
    [InlineData("measure\naudit\n", Errno.None, 2)]
    [InlineData("measure\naudit", Errno.EINVAL, 2)]
    [InlineData("measure\nbogus\naudit\n", Errno.EINVAL, 1)]
    [InlineData("", Errno.EINVAL, 0)]
    [InlineData("measure\0\naudit\n", Errno.EINVAL, 1)]
    [InlineData("measure\r\n", Errno.EINVAL, 0)]
    [InlineData("/etc/other\n", Errno.EINVAL, 0)]
    public void A_file_given_by_path_is_parsed_to_its_end_or_its_first_bad_line(string content, Errno errno, int taken)
    {
        var store = Store("6.12-lab", string.Empty);
        store.Open(_ => new PolicyFile(Errno.None, new ByteString(content).Memory), out var load);
        var result = load!.Write("/etc/ima/ima-policy\nignored"u8);
        Assert.Equal((errno, taken), (result.Errno, load.Pending.Count));
        Assert.Equal("/etc/ima/ima-policy", result.Path!.Value.ToString());
    }

    private static PolicyStore Store(string kernel, string boot)
    {
        var profile = KnownKernels.Find(kernel)!;
        return new PolicyStore(profile, CommandLineParser.Parse(boot, profile, _ => true));
    }

    private static PolicyLoad Open(PolicyStore store)
    {
        store.Open(NoFile, out var load);
        return load!;
    }

    private static bool Load(PolicyStore store, params string[] writes)
    {
        var load = Open(store);
        foreach (var write in writes)
        {
            load.Write(new ByteString(write).Span);
        }

        return store.Close(load);
    }

    private static PolicyFile NoFile(ByteString path) => new(Errno.ENOENT, default);
}
