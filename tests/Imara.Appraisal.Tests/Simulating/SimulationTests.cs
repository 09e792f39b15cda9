using Imara.Appraisal.Simulating;
using Imara.Linux.Trees;

namespace Imara.Appraisal.Tests.Simulating;

public sealed class SimulationTests : IDisposable
{
    private readonly TestMount mount = TestMount.Ext4();

    public void Dispose() => mount.Dispose();

    [Fact]
    public void Rules_count_files_and_bytes_and_entries_have_their_exact_size()
    {
        mount.Write("a", "12345");
        mount.Write("sub/b", "123", [4, (byte)HashAlgo.Sha512, .. new byte[64]]);
        mount.Write("c", "1");
        TestMount.Shell($"chown 7 {mount.Root}/c");
        var result = Given.Simulation("dont_measure fowner=7\nmeasure func=FILE_CHECK mask=MAY_READ\nmeasure func=FILE_CHECK mask=MAY_WRITE pcr=11 template=ima-sig\n").OfTrees([mount.RootBytes]);
        Assert.Equal((3, 9), (result.Files, result.Bytes));
        Assert.Equal([new RuleTally(1, 1), new RuleTally(2, 8), new RuleTally(2, 8)], result.Rules);
        Assert.Equal(new RuleTally(2, 8), result.Measured);

        // ima-ng: 4 + 20 + 4 + 6 + 4, then 4 + name:NUL + digest, 4 + path + NUL.
        var paths = (2 * mount.Root.Length) + "/a".Length + "/sub/b".Length;
        var ng = (2 * (38 + 4 + 5)) + paths + 8 + 32 + 8 + 64;
        Assert.Equal(new PcrTally(2, ng), result.Pcrs[10]);
        Assert.Equal(new PcrTally(2, ng + (2 * (1 + 4))), result.Pcrs[11]);
        Assert.Equal(ng + ng + 10, result.ListBytes);
    }

    [Fact]
    public void Hard_links_are_one_file_with_the_first_name_and_every_name_is_denied()
    {
        mount.Write("name-that-is-longer", "12345", mode: (UnixFileMode)0x1ed);
        TestMount.Shell($"ln {mount.Root}/name-that-is-longer {mount.Root}/a && ln {mount.Root}/a {mount.Root}/a.so");
        var result = Given.Simulation("measure func=FILE_CHECK mask=MAY_READ\nappraise func=MMAP_CHECK\n").OfTrees([mount.RootBytes]);
        Assert.Equal(3, result.Files);
        Assert.Equal([new RuleTally(1, 5), new RuleTally(1, 5)], result.Rules);
        Assert.Equal(new PcrTally(1, 38 + 4 + 8 + 32 + 5 + mount.Root.Length + 2), result.Pcrs[10]);
        Assert.Equal(3, result.FailingFiles);
    }

    [Theory]
    [InlineData(false, false, 2, 1, 1, "invalid-hash:1 missing-hash:1")]
    [InlineData(true, false, 3, 0, 1, "invalid-hash:2 missing-hash:1")]
    [InlineData(false, true, 2, 1, 1, "invalid-hash:1 missing-hash:1")]
    [InlineData(true, true, 4, 0, 0, "invalid-hash:2 invalid-signature:1 missing-hash:1")]
    public void What_is_not_read_is_counted_as_unchecked(bool hash, bool keys, int failing, int contents, int signatures, string causes)
    {
        mount.Write("missing", "x");
        mount.Write("cut", "x", Given.HashLabel("x")[..10]);
        mount.Write("wrong", "x", Given.HashLabel("y"));
        mount.Write("signed-wrong", "x", Given.Signature("y"));
        mount.Write("empty", string.Empty, Given.HashLabel(string.Empty));
        var result = Given.Simulation("appraise func=FILE_CHECK mask=MAY_READ\n", hash, keys ? Given.Keys : null).OfTrees([mount.RootBytes]);
        Assert.Equal((failing, contents, signatures), (result.FailingFiles, result.UncheckedContents, result.UncheckedSignatures));
        Assert.Equal(causes, string.Join(' ', result.Failures.Select(failure => $"{failure.Cause}:{failure.Files}").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void A_signature_of_a_key_that_is_not_given_is_denied()
    {
        mount.Write("unknown", "x", Given.Signature("x", isKnown: false));
        mount.Write("known", "x", Given.Signature("x"));
        var result = Given.Simulation("appraise func=FILE_CHECK mask=MAY_READ appraise_type=imasig\n", keys: Given.Keys).OfTrees([mount.RootBytes]);
        Assert.Equal((1, 1), (result.FailingFiles, result.UncheckedSignatures));
        Assert.Equal("invalid-signature", Assert.Single(result.Failures).Cause);
        Assert.EndsWith("/unknown", Assert.Single(result.FirstFailing).Path.ToString());
    }

    [Fact]
    public void A_signed_file_is_not_written_to()
    {
        mount.Write("signed", "x", Given.Signature("x"));
        var result = Given.Simulation("appraise func=FILE_CHECK\n", hash: true, Given.Keys).OfTrees([mount.RootBytes]);
        var failing = Assert.Single(result.FirstFailing);
        Assert.Equal((AccessKind.Write, "(signed-file)", 1), (failing.Kind, failing.Cause, failing.Accesses));
    }

    [Fact]
    public void The_mode_decides_what_becomes_of_failures()
    {
        mount.Write("missing", "x");
        mount.Write("signed", "x", Given.Signature("y"));
        const string Policy = "appraise func=FILE_CHECK mask=MAY_READ\n";
        var enforce = Given.Simulation(Policy, hash: true, Given.Keys).OfTrees([mount.RootBytes]);
        var log = Given.Simulation(Policy, hash: true, Given.Keys, SimulationMode.Log).OfTrees([mount.RootBytes]);
        var fix = Given.Simulation(Policy, hash: true, Given.Keys, SimulationMode.Fix).OfTrees([mount.RootBytes]);
        var off = Given.Simulation(Policy, hash: true, Given.Keys, SimulationMode.Off).OfTrees([mount.RootBytes]);
        Assert.Equal([(2, 2, 0), (2, 0, 0), (2, 0, 1), (0, 0, 0)], ((SimulationResult[])[enforce, log, fix, off]).Select(r => (r.FailingFiles, r.DeniedFiles, r.FixedFiles)));
    }

    [Fact]
    public void A_user_is_kept_out_by_directories()
    {
        mount.Write("open/x", "x", mode: (UnixFileMode)0x1a4);
        mount.Write("closed/x", "x", mode: (UnixFileMode)0x1a4);
        TestMount.Shell($"chmod 755 {mount.Root} {mount.Root}/open && chmod 700 {mount.Root}/closed");
        var result = Given.Simulation("appraise func=FILE_CHECK uid=1000\n", subjects: [Subject.Root, Subject.User(1000, 1000)]).OfTrees([mount.RootBytes]);
        Assert.EndsWith("/open/x", Assert.Single(result.FirstFailing).Path.ToString());
    }

    [Fact]
    public void A_file_system_without_attributes_is_named_once_and_everything_appraised_there_fails()
    {
        using var ramfs = TestMount.Ramfs();
        ramfs.Write("a", "x");
        ramfs.Write("b/c", "x");
        var result = Given.Simulation("appraise func=FILE_CHECK mask=MAY_READ\n").OfTrees([ramfs.RootBytes]);
        Assert.Equal(2, result.FailingFiles);
        Assert.Equal("(no-xattr-support)", Assert.Single(result.Failures).Cause);
        Assert.Equal([(new ByteString("ramfs"), 2L)], result.WithoutXattrs);
    }

    [Fact]
    public void Conditions_on_the_file_system_see_the_mount()
    {
        mount.Write("x", "x");
        var result = Given.Simulation("measure fsmagic=0xef53 fsname=ext4 func=FILE_CHECK mask=MAY_READ\nmeasure fsname=tmpfs pcr=11\n").OfTrees([mount.RootBytes]);
        Assert.Equal([new RuleTally(1, 1), new RuleTally(0, 0)], result.Rules);
    }

    [Fact]
    public void Only_programs_are_mapped_once_the_content_is_read()
    {
        mount.Write("script", "#!/bin/sh\n", mode: (UnixFileMode)0x1ed);
        mount.Write("text", "hello", mode: (UnixFileMode)0x1ed);
        mount.Write("elf", "\u007fELF", mode: (UnixFileMode)0x1ed);
        const string Policy = "measure func=MMAP_CHECK\n";
        Assert.Equal(3, Given.Simulation(Policy).OfTrees([mount.RootBytes]).Measured.Files);
        Assert.Equal(1, Given.Simulation(Policy, hash: true).OfTrees([mount.RootBytes]).Measured.Files);
    }

    [Fact]
    public void The_heaviest_directories_are_named()
    {
        mount.Write("many/1", "1");
        mount.Write("many/2", "1");
        mount.Write("large/1", "12345");
        mount.Write("none/1", "12345678");
        TestMount.Shell($"chown 7 {mount.Root}/none/1");
        var result = Given.Simulation("measure func=FILE_CHECK mask=MAY_READ fowner=0\n").OfTrees([mount.RootBytes]);
        Assert.Equal([(mount.Root + "/large", 1, 5), (mount.Root + "/many", 2, 2)], result.ByBytes.Select(d => (d.Path.ToString(), d.Files, d.Bytes)));
        Assert.Equal(mount.Root + "/many", result.ByFiles[0].Path.ToString());
    }

    [Fact]
    public void A_verity_rule_lists_no_file_without_fs_verity()
    {
        mount.Write("x", "x");
        var result = Given.Simulation("measure func=FILE_CHECK mask=MAY_READ digest_type=verity\n").OfTrees([mount.RootBytes]);
        Assert.Equal(new RuleTally(1, 1), result.Rules[0]);
        Assert.Empty(result.Pcrs);
    }

    [Fact]
    public void Files_that_go_away_are_counted_and_leave_the_answer_complete()
    {
        for (var i = 0; i < 50; i++)
        {
            mount.Write($"{i}", "x", Given.HashLabel("x"));
        }

        var isFirst = true;
        var listener = new Removing(() =>
        {
            if (isFirst)
            {
                isFirst = false;
                TestMount.Shell($"rm -f {mount.Root}/*");
            }
        });
        var result = new Simulation(Given.Setup(), Given.Rules("appraise func=FILE_CHECK appraise_type=imasig\n"), SimulationMode.Enforce)
        {
            Walk = new TreeWalkOptions { Workers = 1 },
            Listener = listener,
        }.OfTrees([mount.RootBytes]);
        Assert.Equal(0, result.Unreadable);
        Assert.Equal(50, result.Files + result.Vanished);
        Assert.Equal(49, listener.Gone);
    }

    [Fact]
    public void What_runs_now_is_started_again_in_thought()
    {
        var measured = Given.Simulation("measure func=MMAP_CHECK\n").OfRunning();
        Assert.InRange(measured.Measured, 1, measured.Files);
        Assert.Empty(measured.Failures);
        Assert.False(measured.LocksOut);

        // No file of this machine has a label.
        var denied = Given.Simulation("appraise func=BPRM_CHECK appraise_type=imasig\n").OfRunning();
        Assert.Contains(denied.Failures, failure => failure is { Role: RunningRole.Program, Cause: "IMA-signature-required" });
        Assert.Equal(denied.Failures.Any(failure => failure.Process == 1), denied.LocksOut);
        Assert.False(Given.Simulation("appraise func=BPRM_CHECK appraise_type=imasig\n", mode: SimulationMode.Log).OfRunning().LocksOut);
    }

    private sealed class Removing(Action atFirst) : ISimulationListener
    {
        public int Gone { get; private set; }

        public void Fails(in Failing failing) => atFirst();

        public void Skipped(ReadOnlySpan<byte> path, TreeFailure failure, Errno error) => Gone += failure == TreeFailure.Vanished ? 1 : 0;

        public void Unreadable(ReadOnlySpan<byte> path, Errno error)
        {
        }
    }
}
