using Imara.Engine.Boot;
using Imara.Engine.Events;
using Imara.Evaluation;
using Imara.Evaluation.Hooks;
using Imara.Hashing;
using Imara.Measurements;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Policy.Loading;
using Imara.Policy.Rules;

namespace Imara.Engine.Tests;

/// <summary>The state machine on its own, step by step; the recordings hold it against kernels in Imara.Traces.Tests.</summary>
public class ImaEngineTests
{
    [Fact]
    public void The_first_entry_is_the_boot_aggregate_of_a_machine_without_tpm()
    {
        var engine = Engine(string.Empty);
        var entry = Assert.Single(engine.Log.Entries);
        Assert.True(entry.TryGetName(out var name));
        Assert.Equal("boot_aggregate", new ByteString(name.Span).ToString());
    }

    [Fact]
    public void A_file_no_rule_matches_is_never_hashed()
    {
        var file = new FakeFile(1, "/a", "x");
        Assert.Same(AccessResult.Allowed, Engine(string.Empty, "measure uid=7").Check(Read(file)));
        Assert.Empty(file.Hashed);
    }

    [Fact]
    public void Content_is_measured_once_and_again_after_a_writer_changed_it()
    {
        var engine = Engine(string.Empty, "measure func=FILE_CHECK mask=MAY_READ");
        var file = new FakeFile(1, "/a", "x");
        Assert.Single(engine.Check(Read(file)).Entries);
        Assert.Empty(engine.Check(Read(file)).Entries);
        Assert.Equal(1, file.Hashed[HashAlgo.Sha256]);

        file.Text = "y";
        file.ChangeCookie = 2;
        file.OpenWriters = 1;
        engine.CloseWriter(file);
        file.OpenWriters = 0;
        Assert.Single(engine.Check(Read(file)).Entries);
    }

    [Fact]
    public void Equal_content_under_an_equal_name_is_listed_once()
    {
        var engine = Engine(string.Empty, "measure func=FILE_CHECK");
        Assert.Single(engine.Check(Read(new FakeFile(1, "/a", "x"))).Entries);
        Assert.Empty(engine.Check(Read(new FakeFile(2, "/a", "x"))).Entries);
        Assert.Single(engine.Check(Read(new FakeFile(3, "/b", "x"))).Entries);
    }

    [Fact]
    public void Two_pcrs_that_differ_by_32_share_the_state_of_a_file()
    {
        var engine = Engine(string.Empty, "measure func=FILE_CHECK mask=MAY_READ pcr=33", "measure func=BPRM_CHECK pcr=1");
        var file = new FakeFile(1, "/a", "x");
        Assert.Single(engine.Check(Read(file)).Entries);
        Assert.Empty(engine.Check(Read(file) with { Func = PolicyFunc.BprmCheck, Mask = AccessMask.Exec }).Entries);
    }

    [Fact]
    public void A_measured_read_while_a_writer_is_there_is_a_violation_and_a_measurement()
    {
        var engine = Engine(string.Empty, "measure func=FILE_CHECK mask=MAY_READ pcr=11");
        var file = new FakeFile(1, "/a", "x") { OpenWriters = 1 };
        var result = engine.Check(Read(file));
        Assert.Equal(1, result.Violations);
        Assert.Equal([(10, true), (11, false)], result.Entries.Select(e => (e.Pcr, e.IsViolation)));
        Assert.Contains(result.Audit, a => a.Cause == "open_writers");
        Assert.Equal(0, engine.Check(Read(file)).Violations);
    }

    [Fact]
    public void A_write_open_while_a_measured_reader_is_there_is_a_violation_once()
    {
        var engine = Engine(string.Empty, "measure func=FILE_CHECK mask=MAY_READ");
        var file = new FakeFile(1, "/a", "x");
        engine.Check(Read(file));
        file.OpenWriters = 1;
        var write = Read(file) with { Mask = AccessMask.Write, IsOpenForWrite = true };
        Assert.Contains(engine.Check(write).Audit, a => a.Cause == "ToMToU");
        Assert.Equal(0, engine.Check(write).Violations);
    }

    [Theory]
    [InlineData("ima_appraise=enforce", Errno.EACCES, 0)]
    [InlineData("ima_appraise=log", Errno.None, 0)]
    [InlineData("ima_appraise=fix", Errno.None, 1)]
    [InlineData("ima_appraise=off", Errno.None, 0)]
    public void A_file_without_a_label_is_denied_logged_or_fixed(string boot, Errno errno, int writes)
    {
        var result = Engine(boot, "appraise func=FILE_CHECK").Check(Read(new FakeFile(1, "/a", "x")));
        Assert.Equal((errno, writes), (result.Errno, result.Writes.Length));
        Assert.All(result.Writes, w => Assert.Equal((byte[])[4, 4, .. KernelHash.Compute(HashAlgo.Sha256, "x"u8).Bytes], w.Value.ToArray()));
        if (boot != "ima_appraise=off")
        {
            Assert.Contains(result.Audit, a => a.Cause == "missing-hash");
        }
    }

    [Fact]
    public void The_label_names_the_algorithm_that_the_file_is_hashed_with()
    {
        var file = new FakeFile(1, "/a", "x");
        file.Xattrs["security.ima"] = [4, (byte)HashAlgo.Sha512, .. KernelHash.Compute(HashAlgo.Sha512, "x"u8).Bytes];
        Assert.Equal(Errno.None, Engine("ima_appraise=enforce", "appraise func=FILE_CHECK").Check(Read(file)).Errno);
        Assert.Equal([HashAlgo.Sha512], file.Hashed.Keys);
    }

    [Fact]
    public void A_new_file_gets_its_label_when_its_last_writer_closes()
    {
        var engine = Engine("ima_appraise=enforce", "appraise func=FILE_CHECK");
        var file = new FakeFile(1, "/a", string.Empty) { OpenWriters = 1, OpenReaders = 0 };
        Assert.Equal(Errno.None, engine.Check(Read(file) with { Mask = AccessMask.Write, IsOpenForWrite = true, IsCreated = true }).Errno);
        file.Text = "new";
        file.ChangeCookie = 2;
        Assert.Equal("security.ima", Assert.Single(engine.CloseWriter(file).Writes).Name);
    }

    [Fact]
    public void Mprotect_to_executable_is_refused_by_an_appraise_rule_in_every_mode()
    {
        var file = new FakeFile(1, "/a", "x");
        var mprotect = new Access { Questions = new HookTable(KnownKernels.Find("6.12-lab")!).Protected, File = file, Creds = Credentials.Root };
        Assert.Equal(Errno.EPERM, Engine("ima_appraise=log", "appraise func=MMAP_CHECK").CheckMprotect(mprotect).Errno);
        Assert.Equal(Errno.None, Engine("ima_appraise=log", "measure func=MMAP_CHECK").CheckMprotect(mprotect).Errno);
    }

    [Fact]
    public void An_audit_rule_makes_one_record_a_content()
    {
        var engine = Engine(string.Empty, "audit func=FILE_CHECK");
        var file = new FakeFile(1, "/a", "x");
        Assert.Single(engine.Check(Read(file)).Audit);
        Assert.Empty(engine.Check(Read(file)).Audit);
    }

    [Fact]
    public void Folders_and_devices_are_never_looked_at()
    {
        var engine = Engine("ima_appraise=enforce", "appraise", "measure");
        Assert.Equal(Errno.None, engine.Check(Read(new FakeFile(1, "/d", "x") { Mode = 0x41ed })).Errno);
        Assert.Equal(Errno.None, engine.Check(Read(new FakeFile(2, "/null", "x") { Mode = 0x21b6 })).Errno);
    }

    [Theory]
    [InlineData("0404", true, Errno.None)]
    [InlineData("0406", true, Errno.None)]
    [InlineData("0400", true, Errno.EACCES)]
    [InlineData("09", true, Errno.EINVAL)]
    [InlineData("", true, Errno.EINVAL)]
    [InlineData("0404", false, Errno.EPERM)]
    public void Writing_a_label_needs_the_capability_and_an_algorithm_the_kernel_has(string hex, bool isRoot, Errno errno)
    {
        var creds = isRoot ? Credentials.Root : new Credentials(1000, 1000, 1000, 0, 0, 0, 0);
        Assert.Equal(errno, Engine(string.Empty, "appraise").SetXattr(new FakeFile(1, "/a", "x"), "security.ima", Convert.FromHexString(hex), creds));
    }

    [Fact]
    public void A_file_keeps_its_good_hmac_until_somebody_else_writes_security_evm()
    {
        var engine = Engine(string.Empty, "appraise");
        Assert.Equal(Errno.None, engine.Evm.WriteFlags("1"u8, canAdminister: true, hasHmacKey: true));
        var file = new FakeFile(1, "/a", "x");
        file.Xattrs["security.ima"] = [4, 4, .. new byte[32]];
        engine.MetadataWritten(file);
        Assert.Equal(Evm.EvmStatus.Pass, engine.Evm.Verify(file));
        byte[] signature = [5, 2, 4, 0, 0, 0, 0, 0, 1, 0];
        Assert.Equal(Errno.None, engine.SetXattr(file, "security.evm", signature, Credentials.Root));
        file.Xattrs["security.evm"] = signature;
        Assert.Equal(Evm.EvmStatus.FailImmutable, engine.Evm.Verify(file));
    }

    [Fact]
    public void A_hash_rule_labels_a_file_whose_writer_wrote_nothing_once()
    {
        var engine = Engine("ima_appraise=enforce", "hash func=FILE_CHECK");
        var file = new FakeFile(1, "/a", "x") { OpenWriters = 1 };
        engine.Check(Write(file));
        var write = Assert.Single(engine.CloseWriter(file).Writes);
        Assert.Equal(Label("x"), write.Value.ToArray());

        engine.Check(Write(file));
        Assert.Empty(engine.CloseWriter(file).Writes);
    }

    [Fact]
    public void The_label_stays_where_a_rule_asked_for_a_verity_digest_that_the_file_has_not()
    {
        var engine = Engine("ima_appraise=enforce", "measure func=FILE_CHECK digest_type=verity", "hash func=FILE_CHECK");
        var file = new FakeFile(1, "/a", "x") { OpenWriters = 1 };
        engine.Check(Write(file));
        var closed = engine.CloseWriter(file);
        Assert.Empty(closed.Writes);
        Assert.Contains(closed.Audit, record => record.Cause == "no-verity-digest");
    }

    [Fact]
    public void The_label_stays_where_the_last_writer_has_opened_with_o_direct()
    {
        var engine = Engine("ima_appraise=enforce", "appraise func=FILE_CHECK permit_directio");
        var file = new FakeFile(1, "/a", "x");
        file.Xattrs["security.ima"] = Label("x");
        engine.Check(Read(file));
        file.OpenWriters = 1;
        engine.Check(Write(file) with { IsDirect = true });
        (file.Text, file.ChangeCookie) = ("y", 2);
        var closed = engine.CloseWriter(file, isDirect: true);
        Assert.Empty(closed.Writes);
        Assert.Contains(closed.Audit, record => record.Cause == "failed(directio)");
        Assert.Equal(Errno.EACCES, engine.Check(Read(file)).Errno);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("ima_hash=sha1", 1)]
    public void O_direct_lists_nothing_where_the_template_needs_a_digest_of_its_own(string boot, int entries)
    {
        var engine = Engine(boot, "measure func=FILE_CHECK template=ima");
        var result = engine.Check(Read(new FakeFile(1, "/a", "x")) with { IsDirect = true });
        Assert.Equal(entries, result.Entries.Length);
        Assert.Equal(entries == 0, result.Audit.Any(record => record.Cause == "ENOMEM"));
    }

    [Fact]
    public void Access_mode_3_of_a_file_with_verity_lists_nothing_and_leaves_it_to_the_next_reader()
    {
        var engine = Engine(string.Empty, "measure func=FILE_CHECK");
        var file = new FakeFile(1, "/a", "x") { VerityDigest = Digest.Zero(HashAlgo.Sha256) };
        Assert.Empty(engine.Check(Read(file) with { Mask = AccessMask.Read | AccessMask.Write, IsAccessMode3 = true }).Entries);
        Assert.Single(engine.Check(Read(file)).Entries);
    }

    [Fact]
    public void Nothing_is_measured_appraised_or_loaded_where_ima_has_not_started()
    {
        var engine = Engine("ima_template= ima_policy=tcb|appraise_tcb");
        Assert.Equal(AccessResult.Allowed, engine.Check(Read(new FakeFile(1, "/a", "x"))));
        Assert.Empty(engine.Log.Entries);
        Assert.Equal(Errno.ENOENT, engine.Policy.Open(_ => new PolicyFile(Errno.ENOENT, default), out _));
    }

    [Fact]
    public void Every_bank_is_extended_by_what_is_listed()
    {
        var banks = new[] { HashAlgo.Sha1, HashAlgo.Sha256 }.Select(algo => new Measurements.Replay.BankValues(algo)).ToArray();
        var engine = Engine(string.Empty, new TpmState([.. banks]), "measure func=FILE_CHECK");
        engine.Check(Read(new FakeFile(1, "/a", "x")));
        foreach (var bank in engine.Log.Banks)
        {
            using var replay = new Measurements.Replay.PcrBank(bank.Algo);
            foreach (var entry in engine.Log.Entries)
            {
                replay.Extend(entry);
            }

            Assert.Equal(replay.Value(10), bank.Value(10));
        }
    }

    private static AccessEvent Read(FakeFile file) => new() { Func = PolicyFunc.FileCheck, Mask = AccessMask.Read, File = file, Creds = Credentials.Root };

    private static AccessEvent Write(FakeFile file) => Read(file) with { Mask = AccessMask.Write, IsOpenForWrite = true };

    private static byte[] Label(string content) => [4, 4, .. KernelHash.Compute(HashAlgo.Sha256, new ByteString(content).Span).Memory.Span];

    private static ImaEngine Engine(string boot, params string[] rules) => Engine(boot, null, rules);

    private static ImaEngine Engine(string boot, TpmState? tpm, params string[] rules)
    {
        var kernel = KnownKernels.Find("6.12-lab")!;
        var engine = new ImaEngine(new EngineSetup
        {
            Kernel = kernel,
            Boot = CommandLineParser.Parse(boot, kernel, format => Template.TryParseFormat(format, out _)),
            Tpm = tpm,
        });
        if (rules.Length > 0)
        {
            Assert.Equal(Errno.None, engine.Policy.Open(_ => new PolicyFile(Errno.ENOENT, default), out var load));
            foreach (var rule in rules)
            {
                Assert.True(load!.Write(new ByteString(rule + "\n").Span).IsAccepted);
            }

            Assert.True(engine.ClosePolicy(load!));
        }

        return engine;
    }
}
