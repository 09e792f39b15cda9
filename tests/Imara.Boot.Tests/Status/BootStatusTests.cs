using Imara.Boot.CommandLine;
using Imara.Boot.Machine;
using Imara.Boot.Status;
using Imara.Measurements;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Tests.Shared;

namespace Imara.Boot.Tests.Status;

public sealed class BootStatusTests : IDisposable
{
    private readonly FakeMachine machine = new();

    public void Dispose() => machine.Dispose();

    [Theory]
    [InlineData("busybox-debian61", "6.1-debian", HashAlgo.Sha256)]
    [InlineData("busybox-tcb-ima-ng", "6.12-lab", HashAlgo.Sha256)]
    [InlineData("busybox-tcb-ima-sha1", "6.12-lab", HashAlgo.Sha1)]
    [InlineData("minbase-files-ima-sig", "6.12-lab", HashAlgo.Sha384)]
    public void A_recorded_machine_matches_its_TPM(string name, string kernel, HashAlgo algo)
    {
        machine.Record(name);
        machine.Write("sys/kernel/security/ima/policy", string.Empty, UnixFileMode.UserWrite);
        var status = Judge(kernel);
        Assert.Equal((BootAggregateVerdict.Matches, algo), (status.BootAggregate!.Verdict, status.BootAggregate.Algo));
        Assert.Contains(HashAlgo.Sha256, status.BootAggregate.Banks);
        Assert.Equal(TimeSpan.FromMilliseconds(900), status.Started);
    }

    [Fact]
    public void A_default_policy_of_the_command_line_gives_the_mode()
    {
        machine.Record("busybox-debian61");
        var status = Judge("6.1-debian");
        Assert.Equal((ImaMode.Measure, PolicyInForceState.Default, PolicyFileState.Writable), (status.Mode, status.Policy!.State, status.Policy.File));
        Assert.Equal(FindingSeverity.Note, status.Worst);
        Assert.Equal(306, status.Facts.Measurements);
    }

    [Fact]
    public void A_PCR_that_was_extended_later_leaves_the_aggregate_unchecked()
    {
        machine.Record("busybox-debian61");
        machine.Write("sys/class/tpm/tpm0/pcr-sha256/9", new string('1', 64) + "\n");
        var status = Judge("6.1-debian");
        Assert.Equal(BootAggregateVerdict.Unchecked, status.BootAggregate!.Verdict);
        Assert.Equal(FindingSeverity.Unknown, status.Worst);
    }

    [Theory]
    [InlineData("uki-261", BootAggregateVerdict.Matches, FindingSeverity.Note, 0)]
    [InlineData("foreign-extend", BootAggregateVerdict.Matches, FindingSeverity.Note, 2)]
    [InlineData("record-changed", BootAggregateVerdict.Differs, FindingSeverity.Error, 0)]
    public void The_logs_of_the_boot_tell_where_the_PCRs_went_on(string boot, BootAggregateVerdict verdict, FindingSeverity worst, int remarks)
    {
        machine.RecordBoot(boot);
        var status = Judge("7.3-debian");
        Assert.Equal((verdict, worst, remarks), (status.BootAggregate!.Verdict, status.Worst, status.BootAggregate.Remarks.Length));
        machine.Remove("sys/kernel/security/tpm0");
        Assert.Equal(BootAggregateVerdict.Unchecked, Judge("7.3-debian").BootAggregate!.Verdict);
    }

    [Fact]
    public void A_PCR_that_cannot_be_read_leaves_the_aggregate_open()
    {
        machine.Record("busybox-debian61");
        machine.Remove("sys/class/tpm/tpm0/pcr-sha256");
        var status = Judge("6.1-debian");
        Assert.Equal(BootAggregateVerdict.Unchecked, status.BootAggregate!.Verdict);
        Assert.Equal(FindingSeverity.Unknown, status.Worst);
    }

    [Fact]
    public void A_list_without_its_head_is_told()
    {
        machine.Record("busybox-debian61");
        var list = File.ReadAllBytes(Path.Combine(machine.Root, "sys/kernel/security/ima/binary_runtime_measurements"));
        Assert.True(Imara.Measurements.Lists.MeasurementListReader.TryReadAll(list, options: null, out var records, out _));
        machine.WriteBytes("sys/kernel/security/ima/binary_runtime_measurements", list[(int)records[1].Offset..]);
        Assert.Equal(BootAggregateVerdict.Trimmed, Judge("6.1-debian").BootAggregate!.Verdict);
    }

    [Fact]
    public void A_loaded_policy_that_nobody_can_read_leaves_the_mode_open()
    {
        machine.Record("busybox-debian61");
        machine.Load(text: null);
        var status = Judge("6.1-debian");
        Assert.Equal((ImaMode.UnknownRules, PolicyInForceState.Custom), (status.Mode, status.Policy!.State));
        Assert.Equal(TimeSpan.FromSeconds(2.5), status.PolicyLoaded);
        Assert.Contains(status.Findings, finding => finding.Message.Contains("took the place", StringComparison.Ordinal));
    }

    [Fact]
    public void A_policy_that_was_recorded_when_it_was_loaded_is_known()
    {
        machine.Record("busybox-debian61");
        machine.Load(text: null);
        machine.Write("run/imara/ima-policy", "# ours\nappraise func=BPRM_CHECK\nmeasure func=BPRM_CHECK\n");
        var status = Judge("6.1-debian");
        Assert.Equal((ImaMode.AppraiseEnforce, PolicyInForceState.Custom, PolicySourceKind.Record, 2), (status.Mode, status.Policy!.State, status.Policy.Source, status.Policy.Lines));
        Assert.DoesNotContain(status.Findings, finding => finding.Message.Contains("lets nobody read", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_program_wrote_into_the_log_is_not_the_kernels_word()
    {
        machine.Record("busybox-debian61");
        machine.Write("dev/kmsg", "30,1,900000,-;ima: policy update completed\n6,2,900001,-;usb 1-1: Product: policy update completed\n");
        var status = Judge("6.1-debian");
        Assert.Equal((PolicyInForceState.Default, (TimeSpan?)null), (status.Policy!.State, status.PolicyLoaded));
    }

    [Theory]
    [InlineData("measure func=BPRM_CHECK \n", "", ImaMode.Measure)]
    [InlineData("appraise fowner=0 \n", "ima_appraise=log", ImaMode.AppraiseLog)]
    [InlineData("appraise fowner=0 \nmeasure \n", "ima_appraise=fix", ImaMode.AppraiseFix)]
    [InlineData("appraise fowner=0 \n", "", ImaMode.AppraiseEnforce)]
    [InlineData("appraise fowner=0 \nmeasure \n", "ima_appraise=off", ImaMode.Measure)]
    [InlineData("dont_appraise fowner=0 \naudit \n", "ima_appraise=log", ImaMode.Disabled)]
    public void The_mode_depends_on_the_parameter_and_on_the_rules(string policy, string line, ImaMode mode)
    {
        machine.Record("busybox-tcb-ima-ng");
        machine.Write("proc/cmdline", line + "\n");
        machine.Load(policy);
        var status = Judge("6.12-lab");
        Assert.Equal((mode, PolicyInForceState.Custom), (status.Mode, status.Policy!.State));
        Assert.Equal(policy.Count(c => c == '\n'), status.Policy.Lines);
        Assert.Equal(line == "ima_appraise=off", status.Worst == FindingSeverity.Error);
    }

    [Fact]
    public void A_policy_file_that_stays_writable_shows_whether_it_is_the_default_by_its_rules()
    {
        machine.Record("busybox-tcb-ima-ng");
        machine.Write("proc/cmdline", "ima_policy=critical_data\n");
        machine.Write("sys/kernel/security/ima/policy", "measure func=CRITICAL_DATA \n");
        Assert.Equal(PolicyInForceState.Default, Judge("6.12-lab").Policy!.State);
        machine.Write("sys/kernel/security/ima/policy", "measure func=BPRM_CHECK \n");
        Assert.Equal(PolicyInForceState.Unknown, Judge("6.12-lab").Policy!.State);
        machine.Write("sys/kernel/security/ima/policy", string.Empty, UnixFileMode.UserWrite);
        Assert.Equal((PolicyInForceState.Unknown, ImaMode.UnknownRules), (Judge("6.12-lab").Policy!.State, Judge("6.12-lab").Mode));
    }

    [Fact]
    public void Without_a_mounted_securityfs_it_is_said_how_to_mount_it()
    {
        machine.Remove("sys/kernel/security");
        Directory.CreateDirectory(Path.Combine(machine.Root, "sys/kernel/security"));
        var finding = Assert.Single(Judge("6.12-debian").Findings, finding => finding.Severity == FindingSeverity.Unknown);
        Assert.Equal("mount -t securityfs securityfs /sys/kernel/security", finding.Help);
    }

    [Fact]
    public void Without_IMA_in_the_kernel_it_is_said_what_to_build()
    {
        machine.Remove("sys/kernel/security/ima");
        var status = Judge("6.12-debian", isConfigured: false);
        Assert.Null(status.Mode);
        Assert.Contains("CONFIG_IMA=y", Assert.Single(status.Findings, finding => finding.Severity == FindingSeverity.Unknown).Help, StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_that_does_nothing_is_an_error_and_a_note_is_none()
    {
        machine.Record("busybox-debian61");
        machine.Write("proc/cmdline", "ima_policy=tcb ima_apraise=log\n");
        Assert.Contains("did you mean `ima_appraise=log`?", Assert.Single(Judge("6.1-debian").Findings, finding => finding.Severity == FindingSeverity.Error).Help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ima_hash=sha512", FindingSeverity.Error)]
    [InlineData("ima_policy=tcb", FindingSeverity.Note)]
    public void A_hash_that_IMA_did_not_start_with_is_told(string line, FindingSeverity severity)
    {
        machine.Record("busybox-tcb-ima-ng");
        machine.Write("proc/cmdline", line + "\n");
        machine.Write("dev/kmsg", "6,1,900000,-;ima: Allocated hash algorithm: sha1\n");
        Assert.Equal(severity, Assert.Single(Judge("6.12-lab").Findings, finding => finding.Message.StartsWith("IMA started with the hash sha1", StringComparison.Ordinal)).Severity);
    }

    [Fact]
    public void Rules_of_the_architecture_are_not_forgotten_under_Secure_Boot()
    {
        machine.Record("busybox-debian61");
        machine.Write("sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c", "\u0006\0\0\0\u0001");
        Assert.Contains(Judge("6.1-debian").Findings, finding => finding.Message.Contains("CONFIG_IMA_ARCH_POLICY", StringComparison.Ordinal));
        machine.Write("dev/kmsg", "6,1,900000,-;ima: No architecture policies found\n");
        Assert.DoesNotContain(Judge("6.1-debian").Findings, finding => finding.Message.Contains("CONFIG_IMA_ARCH_POLICY", StringComparison.Ordinal));
    }

    [Fact]
    public void A_TPM_that_came_too_late_is_an_error()
    {
        machine.Record("busybox-debian61");
        var entry = new MeasurementEntry(10, Template.ImaNg, TemplateWriter.Write(Template.ImaNg, new MeasurementFacts { FileDigest = Digest.Zero(HashAlgo.Sha256), Name = "boot_aggregate"u8.ToArray() }));
        var list = new System.Buffers.ArrayBufferWriter<byte>();
        Imara.Measurements.Lists.BinaryList.Write(entry, HashAlgo.Sha1, list);
        machine.WriteBytes("sys/kernel/security/ima/binary_runtime_measurements", list.WrittenSpan.ToArray());
        var status = Judge("6.1-debian");
        Assert.Equal((BootAggregateVerdict.NoTpm, FindingSeverity.Error), (status.BootAggregate!.Verdict, status.Worst));

        machine.Remove("sys/class/tpm");
        status = Judge("6.1-debian");
        Assert.Equal((BootAggregateVerdict.NoTpm, FindingSeverity.Note), (status.BootAggregate!.Verdict, status.Worst));
    }

    [Theory]
    [InlineData(null, SecureBootState.Unknown)]
    [InlineData("\u0006\0\0\0\u0001", SecureBootState.On)]
    [InlineData("\u0006\0\0\0\0", SecureBootState.Off)]
    [InlineData("\u0001", SecureBootState.Unknown)]
    public void Secure_Boot_is_the_fifth_byte_of_its_variable(string? variable, SecureBootState expected)
    {
        Assert.Equal(SecureBootState.NoEfi, Facts().SecureBoot);
        Directory.CreateDirectory(Path.Combine(machine.Root, "sys/firmware/efi/efivars"));
        if (variable is not null)
        {
            machine.Write("sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c", variable);
        }

        Assert.Equal(expected, Facts().SecureBoot);
    }

    [Fact]
    public void Keyrings_modules_and_EVM_are_read()
    {
        machine.Write("sys/kernel/security/evm", "3");
        var facts = Facts();
        Assert.Equal(3u, facts.Evm);
        Assert.Equal("lockdown,capability,apparmor,ima,evm", facts.Lsm);
        Assert.Equal([(".ima", 0), (".builtin_trusted_keys", 2)], facts.Keyrings!.Value.Select(ring => (ring.Name, ring.Count!.Value)));
        Assert.All(facts.Keyrings.Value, ring => Assert.True(ring.IsRestricted));
    }

    [Fact]
    public void A_machine_that_tells_nothing_is_no_error()
    {
        machine.Remove("proc");
        machine.Remove("dev");
        var status = Judge("6.12-debian");
        Assert.Null(status.CommandLine);
        Assert.Equal(FindingSeverity.Unknown, status.Worst);
    }

    private BootFacts Facts() => BootFactsReader.Read(machine.Root, isConfigured: null);

    private BootStatus Judge(string kernel, bool? isConfigured = null)
    {
        var facts = BootFactsReader.Read(machine.Root, isConfigured);
        return BootStatusJudge.Judge(facts, new RuleContext(KnownKernels.Find(kernel)!, LsmContext.None), format => Template.TryParseFormat(format, out _));
    }
}
